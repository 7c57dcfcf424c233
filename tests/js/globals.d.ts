/** What the scripts in viewer/static share besides their own modules: globals, what we add to Leaflet, and the data. */

import type { FitBoundsOptions, LatLngBounds } from 'leaflet';
import type { Gegevens, Verband } from '../../viewer/static/js/gegevens.js';
import type { Gebieden } from '../../viewer/static/js/kaart/gebieden.js';
import type { Verbanden } from '../../viewer/static/js/kaart/verbanden.js';

declare module 'leaflet' {
  /** `register.uitsnede` in kaart/gebieden.js adds these. */
  interface Map {
    /** How many pixels at the bottom lie under the sheet. */
    bedekt: () => number;
    toonGrenzen: (grenzen: LatLngBounds, opties?: ShowOptions) => Map;
    /** Shows again what should be in view, after a change of size. */
    herpas: () => void;
    /** Does something as soon as the map is shown: at once, or when it is no longer within display: none. */
    metRuimte: (doe: () => void) => void;
    heel: (opties?: ShowOptions) => Map;
  }
}

declare global {
  /** How a choice is brought into view; rand: pixels to keep free around it. */
  interface ShowOptions extends FitBoundsOptions {
    rand?: number;
  }

  /** The JSON of /kaartdata/.../deelnames.json, as `build_kaartgegevens` makes it. */
  interface Deelnames {
    /** A day as 20260516. */
    peildatum: number;
    provincie: string;
    /** Those in which gemeenten elsewhere lie. */
    provincies: string[];
    constanten: Constanten;
    filters: FilterHead[];
    verbanden: VerbandRow[];
    /** Ended gemeenten: [code, slug or "", name, number of the area, whether it lay in the province, until, from?]. */
    vroeger: [string, string, string, number, number, number, number?][];
    /** Areas that became a gemeente since: [number, first day]. */
    begin: [number, number][];
  }

  /** The JSON of /kaartdata/.../teksten.json: per property of a samenwerkingsverband a value for each row of the
   *  table, and per filter the other words for its options, with ; between. */
  interface Teksten {
    verbanden: Record<'omschrijving' | 'website' | 'bron' | 'opmerking' | 'titel', string[]> & { o: Verband['o'][] };
    woorden: Record<string, string[]>;
    /** Of the gemeenten in the province, by code. */
    plaatsen: Record<string, string[]>;
  }

  /** What server and browser must agree on, as `browser_constants` in viewer/kaart/gegevens.py sends it. */
  interface Constanten {
    titel: string;
    /** The mailbox for corrections, or "". */
    correctie: string;
    /** What our main source is called. */
    register: string;
    kleuren: string[];
    strepen: string[];
    tinten: string[];
    lijnen: string[];
    tekening: Record<'land' | 'buiten' | 'gekozen' | 'rand' | 'randHier' | 'randBuiten' | 'randGekozen' | 'lijnGekozen', string>;
    perPagina: number;
    paren: number;
    hoogstens: number;
    matrix: number;
    partners: number;
    inTitel: number;
    /** Lowest, usual and highest of a frame. */
    hoogte: [number, number, number];
    weglaten: string[];
    eerste: string;
    begin: number;
    gevuld: string;
  }

  /** A filter as `_filter` in viewer/kaart/gegevens.py sends it: what is false or empty is left out. */
  interface FilterHead {
    parameter: string;
    titel: string;
    leeg: string;
    meer?: number;
    oud?: string[];
    getoond?: number;
    lagen?: number;
    gebied?: number;
    tabel?: 'gemeenten' | 'verbanden';
    erbij?: number;
    geen?: string;
    aanbod?: number;
    /** [slug or "" where it follows from the name, name, more...] */
    opties?: [string, string, ...any[]][];
  }

  /** What a samenwerkingsverband has of a filter: numbers of options, or [number, from, until] with 0 for no limit. */
  type FilterValue = number | [number, number, number];

  /** A row of the table; what is empty is left out. f: per filter with options of its own, in their order. */
  type VerbandRow = Omit<Partial<Verband>, 'keuzes'> & Pick<Verband, 'id' | 'naam' | 'd' | 'brondatum'> & {
    f: (FilterValue | FilterValue[])[];
    onvolledig?: number;
    ongedateerd?: number;
  };

  /** The samenwerkingsverbanden in the list of the viewer, on a day. */
  interface ShownList {
    gegevens: Gegevens;
    left: Verband[];
    dag: number;
  }

  /** Where folium's elements find our makers (viewer/kaart/elements.py). */
  interface Register {
    gebieden?: (kaart: L.Map, url: string, opties: { achtergrond?: boolean }) => Gebieden;
    verbanden?: (kaart: L.Map, gebieden: Gebieden, url: string) => Verbanden;
    uitsnede?: (kaart: L.Map, hoeken: [number, number][]) => void;
  }

  var samenwerkingskaart: Register;

  /** Only in browsers that know trusted types. */
  var trustedTypes: {
    createPolicy(naam: string, regels: { createHTML: (tekst: string) => string }): { createHTML(tekst: string): string };
  } | undefined;

  interface Performance {
    getEntriesByType(soort: 'navigation'): PerformanceNavigationTiming[];
  }

  interface DocumentEventMap {
    'samenwerkingskaart:keuze': CustomEvent<object>;
  }
}

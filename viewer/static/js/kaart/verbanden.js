/** A Leaflet layer per samenwerkingsverband, made from the table of participations when first asked for. */

import { Gegevens } from '../gegevens.js';
import { layersOf } from '../layers.js';
import { haal } from './gebieden.js';

const register = (globalThis.samenwerkingskaart ??= {});

/** Where the elements of each map are, by the id of its container: the page's own script looks here.
 * @type {Map<string, Verbanden>} */
export const kaarten = new Map();

export class Verbanden {
  /** @param {L.Map} kaart @param {import('./gebieden.js').Gebieden} gebieden @param {string} url */
  constructor(kaart, gebieden, url) {
    this.kaart = kaart;
    this.gebieden = gebieden;
    this.url = url;
    /** @type {Map<string, VerbandLaag>} */
    this.lagen = new Map();
    /** @type {Record<string, L.Renderer>} */
    this.renderers = {};
    /** @type {import('../layers.js').Shown[]} */
    this.aan = [];
    this.dag = 0;
    /** @type {Promise<Verbanden>} */
    this.klaar = Promise.all([haal(url), gebieden.klaar]).then(([tabel]) => {
      this.gegevens = new Gegevens(tabel, gebieden.gemeenten);
      this.dag = this.gegevens.peildatum;
      return this;
    });
    kaarten.set(kaart.getContainer().id, this);
  }

  /** Fetches what cards and search need besides; asked for once the map works, or when the page shows it. */
  async haalTeksten() {
    this.gegevens.vul(await haal(this.url.replace('deelnames.json', 'teksten.json')));
  }

  /** The layer of one samenwerkingsverband; add it to a map or remove it. @param {string} slug */
  laag(slug) {
    let laag = this.lagen.get(slug);
    if (!laag) {
      const verband = this.gegevens.perSlug.get(slug);
      if (!verband) return null;
      laag = new VerbandLaag(this, verband);
      this.lagen.set(slug, laag);
    }
    return laag;
  }

  /** What draws in a pane: one for all layers. @param {string} pane */
  renderer(pane) {
    return (this.renderers[pane] ??= L.svg({ pane, padding: 0.5 }));
  }

  /** Shows exactly these, each in its own colour; as many as there are colours. @param {string[]} slugs @param {number} dag */
  toon(slugs, dag) {
    this.dag = dag;
    const { gegevens } = this;
    const { kleuren, strepen } = gegevens.constanten;
    this.aan = layersOf(gegevens, this.aan, slugs);
    /** @type {Map<number, string[]>} */
    const perGemeente = new Map();
    const lagen = this.aan.map(({ slug, kleur }) => {
      const laag = /** @type {VerbandLaag} */ (this.laag(slug));
      const mee = gegevens.leden(laag.verband, dag);
      const voorlopers = new Set(gegevens.loop.opvolgers(mee, gegevens.anderen(laag.verband, dag)));
      const leden = [...new Set([...gegevens.loop.vlakken(mee), ...voorlopers])];
      for (const nummer of leden) perGemeente.set(nummer, [...(perGemeente.get(nummer) ?? []), slug]);
      return { laag, leden, kleur: kleuren[kleur], streep: strepen[kleur], voorlopers };
    });
    for (const [slug, laag] of this.lagen) if (!this.aan.some((een) => een.slug === slug)) laag.remove();
    for (const { laag, leden, kleur, streep, voorlopers } of lagen) {
      laag.teken(leden, kleur, streep, perGemeente, voorlopers).addTo(this.kaart);
    }
  }
}

/** Fills the participants and draws the outline of the whole. */
class VerbandLaag extends L.LayerGroup {
  /** @param {Verbanden} verbanden @param {import('../gegevens.js').Verband} verband */
  constructor(verbanden, verband) {
    super();
    this.verbanden = verbanden;
    this.verband = verband;
    /** @type {Map<number, L.Polygon>} */
    this.vlakken = new Map();
    /** @type {L.Polyline|null} */
    this.rand = null;
  }

  /**
   * @param {number[]} leden @param {string} kleur @param {string} streep dash of the outline
   * @param {Map<number, string[]>} perGemeente which layers share each gemeente
   * @param {Set<number>} voorlopers those of leden that stand in for a gemeente that has ended since
   */
  teken(leden, kleur, streep, perGemeente, voorlopers) {
    const { gebieden } = this.verbanden;
    const alleen = this.verbanden.aan.length === 1;
    for (const [nummer, vlak] of this.vlakken) {
      if (!leden.includes(nummer)) {
        this.removeLayer(vlak);
        this.vlakken.delete(nummer);
      }
    }
    for (const nummer of leden) {
      const samen = /** @type {string[]} */ (perGemeente.get(nummer));
      const plek = samen.indexOf(this.verband.slug);
      const stijl = {
        fillColor: samen.length === 1 && this.verband.compleet && !voorlopers.has(nummer) ? kleur
          : patroon(this.verbanden.kaart, kleur, plek, voorlopers.has(nummer) ? Math.max(samen.length, 2) : samen.length, !this.verband.compleet),
        fillOpacity: samen.length === 1 ? (alleen ? 0.78 : 0.62) : 0.8,
        dashArray: voorlopers.has(nummer) ? '4 4' : '',
      };
      const oud = this.vlakken.get(nummer);
      if (oud) oud.setStyle(stijl);
      else {
        const vlak = L.polygon(gebieden.lagen[nummer].getLatLngs(), {
          renderer: this.verbanden.renderer('verbanden'), pane: 'verbanden', interactive: false,
          color: '#ffffff', weight: 0.8, opacity: 0.75, className: 'deelnemer', smoothFactor: 0.6, noClip: true, ...stijl,
        });
        this.vlakken.set(nummer, vlak);
        this.addLayer(vlak);
      }
    }
    if (this.rand) this.removeLayer(this.rand);
    this.rand = L.polyline(gebieden.omtrek(leden), {
      renderer: this.verbanden.renderer('omtrek'), pane: 'omtrek', interactive: false, color: kleur, weight: 3,
      dashArray: alleen ? '' : streep, className: 'omtrek', smoothFactor: 0.6, noClip: true,
    });
    this.addLayer(this.rand);
    return this;
  }
}

const BREEDTE = 7;

/** @param {string} naam @param {Record<string, string|number|boolean>} eigenschappen */
function svg(naam, eigenschappen) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', naam);
  for (const [sleutel, waarde] of Object.entries(eigenschappen)) element.setAttribute(sleutel, String(waarde));
  return element;
}

/**
 * Stripes that leave room for those of the other layers in the same gemeente, so that all show.
 * @param {L.Map} kaart @param {string} kleur @param {number} plek @param {number} hoeveel
 * @param {boolean} gearceerd of a list that is not whole: its own stripe is hatched
 */
function patroon(kaart, kleur, plek, hoeveel, gearceerd) {
  const id = `${gearceerd ? 'arcering' : 'streep'}-${kleur.slice(1)}-${plek}-${hoeveel}`;
  if (!document.getElementById(id)) {
    let doos = kaart.getContainer().querySelector('svg.patronen');
    if (!doos) {
      doos = svg('svg', { class: 'patronen', width: 0, height: 0, 'aria-hidden': true });
      kaart.getContainer().append(doos);
    }
    const maat = BREEDTE * hoeveel;
    const vlak = svg('pattern', { id, width: maat, height: maat, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' });
    vlak.append(svg('rect', { x: plek * BREEDTE, y: 0, width: BREEDTE, height: maat, fill: kleur, 'fill-opacity': gearceerd ? 0.35 : 1 }));
    if (gearceerd) {
      for (let y = 0; y < maat; y += BREEDTE) vlak.append(svg('rect', { x: plek * BREEDTE, y, width: BREEDTE, height: 3, fill: kleur }));
    }
    doos.append(vlak);
  }
  return `url(#${id})`;
}

register.verbanden = (kaart, gebieden, url) => new Verbanden(kaart, gebieden, url);

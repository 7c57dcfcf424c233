/** The areas of gemeenten on a Leaflet map: decoded from shared arcs, drawn once, restyled after. */

import { slugify } from '../filters.js';
import { adres } from '../taal.js';

const register = (globalThis.samenwerkingskaart ??= {});

/**
 * @typedef {object} Gemeente
 * @property {string} code @property {string} slug @property {string} naam
 * @property {number} in 1 when it lies in the province @property {number} inwoners
 * @property {number} p which of `provincies` it lies in elsewhere, or -1
 * @property {string[]} [plaatsen] of one in the province, once teksten.json is there @property {[number, number]} label in units, longitude first
 * @property {number[][][]} vlak polygons of rings of numbers of arcs; ~n is arc n the other way round
 *
 * @typedef {Record<keyof Gemeente, any[]>} Kolommen a list per property; a slug that follows from the name is ""
 *
 * @typedef {{bogen: number[][], eenheden: number, gemeenten: Kolommen}} Vlakken the JSON of /kaartdata/.../gebieden.json;
 *   eenheden: how many to a degree
 */

/** Gemeenten as they are stored to rows. @param {Kolommen} kolommen */
export const leesGemeenten = (kolommen) => kolommen.naam.map((naam, n) => {
  const rij = /** @type {Gemeente} */ (Object.fromEntries(Object.entries(kolommen).map(([kolom, waarden]) => [kolom, waarden[n]])));
  rij.slug ||= slugify(naam);
  return rij;
});

/**
 * Arcs as they are stored, [first point, steps...] in units of 1e-5 degree, to Leaflet's points: made
 * once, and shared by all that is drawn with them.
 * @param {number[][]} bogen @param {number} eenheden @returns {L.LatLng[][]}
 */
export function ontvouw(bogen, eenheden) {
  return bogen.map((boog) => {
    const punten = [];
    let lengte = 0;
    let breedte = 0;
    for (let i = 0; i < boog.length; i += 2) {
      lengte += boog[i];
      breedte += boog[i + 1];
      punten.push(L.latLng(breedte / eenheden, lengte / eenheden));
    }
    return punten;
  });
}

/** Lets the browser answer the visitor in between; on a slow phone a task of its own feels stuck. */
export const adem = () => new Promise((verder) => { setTimeout(verder); });
const PER_KEER = 24;

export class Gebieden {
  /** @param {L.Map} kaart @param {string} url @param {{achtergrond?: boolean}} opties */
  constructor(kaart, url, opties = {}) {
    this.kaart = kaart;
    this.opties = opties;
    // From low to high, and only the lowest answers to the pointer.
    ['gebieden', 'verbanden', 'omtrek', 'namen'].forEach((naam, i) => {
      const { style } = kaart.createPane(naam);
      style.zIndex = `4${i}0`;
      if (i) style.pointerEvents = 'none';
    });
    /** @type {Gemeente[]} */
    this.gemeenten = [];
    /** @type {L.Polygon[]} */
    this.lagen = [];
    /** @type {L.LatLng[][]} */
    this.bogen = [];
    this.eenheden = 1;
    /** @type {Promise<Gebieden>} */
    this.klaar = haal(url).then((inhoud) => this.#ontvang(inhoud));
  }

  /** @param {Vlakken} inhoud */
  async #ontvang(inhoud) {
    this.bogen = ontvouw(inhoud.bogen, inhoud.eenheden);
    this.gemeenten = leesGemeenten(inhoud.gemeenten);
    this.eenheden = inhoud.eenheden;
    const vakjes = L.svg({ pane: 'gebieden', padding: 0.5 });
    this.laag = L.layerGroup().addTo(this.kaart);
    for (let nummer = 0; nummer < this.gemeenten.length; nummer += 1) {
      if (nummer % PER_KEER === 0) await adem();
      this.lagen.push(L.polygon(this.vormen(nummer), {
        renderer: vakjes, pane: 'gebieden', className: 'gemeente', weight: 1, smoothFactor: 0.6,
        color: '#c9ced3', fillColor: '#ffffff', fillOpacity: 0,
      }));
      this.laag.addLayer(this.lagen[nummer]);
    }
    return this;
  }

  /** The rings of a gemeente, per polygon. @param {number} nummer @returns {L.LatLng[][][]} */
  vormen(nummer) {
    return this.gemeenten[nummer].vlak.map((ringen) => ringen.map((nummers) => this.#ring(nummers)));
  }

  /** The points of its arcs in a row; each begins where the one before ended. @param {number[]} nummers */
  #ring(nummers) {
    /** @type {L.LatLng[]} */
    const punten = [];
    for (const nummer of nummers) {
      const boog = nummer < 0 ? this.bogen[~nummer].toReversed() : this.bogen[nummer];
      for (let i = punten.length ? 1 : 0; i < boog.length; i += 1) punten.push(boog[i]);
    }
    return punten;
  }

  /**
   * The outline of several gemeenten together: the arcs that only one of them has.
   * @param {number[]} nummers @returns {L.LatLng[][]} lines
   */
  omtrek(nummers) {
    /** @type {Map<number, number>} */
    const keren = new Map();
    for (const nummer of nummers) {
      for (const boog of this.gemeenten[nummer].vlak.flat(2)) {
        const kaal = boog < 0 ? ~boog : boog;
        keren.set(kaal, (keren.get(kaal) ?? 0) + 1);
      }
    }
    return [...keren].filter(([, keer]) => keer === 1).map(([boog]) => this.bogen[boog]);
  }

  /** Where the name of a gemeente goes. @param {number} nummer @returns {[number, number]} latitude, longitude */
  labelpunt(nummer) {
    const [lengte, breedte] = this.gemeenten[nummer].label;
    return [breedte / this.eenheden, lengte / this.eenheden];
  }

  /** Bounds of several gemeenten. @param {number[]} nummers */
  grenzen(nummers) {
    return nummers.reduce((om, nummer) => om.extend(this.lagen[nummer].getBounds()), L.latLngBounds([]));
  }
}

/** Fetches JSON; a failure says so instead of going on with nothing. @param {string} url @returns {Promise<any>} */
export async function haal(url) {
  const antwoord = await fetch(adres(url));
  if (!antwoord.ok) throw new Error(`${url}: ${antwoord.status}`);
  return antwoord.json();
}

/** Makes the page's own zoom buttons work, and shows them. @param {L.Map} kaart */
export function zoomKnoppen(kaart) {
  /** @type {Record<string, () => void>} */
  const doe = { in: () => kaart.zoomIn(1), 'uit': () => kaart.zoomOut(1), heel: () => kaart.heel() };
  const knoppen = /** @type {NodeListOf<HTMLElement & {dataset: {zoom: string}}>} */ (document.querySelectorAll('[data-zoom]'));
  for (const knop of knoppen) knop.addEventListener('click', doe[knop.dataset.zoom]);
  /** @type {HTMLElement} */ (document.querySelector('.kaart-knoppen')).hidden = false;
}

register.gebieden = (kaart, url, opties) => new Gebieden(kaart, url, opties);

register.uitsnede = (kaart, hoeken) => {
  const heel = L.latLngBounds(hoeken);
  kaart.attributionControl?.setPrefix(false);
  Object.assign(kaart.options, { zoomSnap: 0.25, zoomDelta: 0.5 });
  /** What should stay in view when the map gets other room; nothing once the visitor moves it.
   * @type {[L.LatLngBounds, ShowOptions]|null} */
  let doel = null;
  /** Not when it is not shown: within display: none, in a tab of someone's page. */
  const heeftRuimte = () => kaart.getSize().x > 0 && kaart.getSize().y > 0;
  /** @type {(() => void)[]} */
  const wachtend = [];
  kaart.metRuimte = (doe) => { if (heeftRuimte()) doe(); else wachtend.push(doe); };
  /** How many pixels at the top lie under the legend, where it is as wide as the map. */
  const boven = () => {
    const hier = kaart.getContainer().getBoundingClientRect();
    const legenda = document.getElementById('legenda')?.getBoundingClientRect();
    const covered = legenda?.height && legenda.width > hier.width * 0.8 && legenda.top <= hier.top ? legenda.bottom - hier.top : 0;
    return Math.max(0, Math.min(covered, hier.height * 0.3));
  };
  /** How many pixels at the bottom lie under the drawer; one over the whole map leaves nothing to fit into. */
  kaart.bedekt = () => {
    if (document.documentElement.classList.contains('drukt')) return 0;
    const hier = kaart.getContainer().getBoundingClientRect();
    const paneel = document.getElementById('paneel')?.getBoundingClientRect();
    const covered = paneel && paneel.left < hier.right && paneel.right > hier.left && paneel.bottom >= hier.bottom ? hier.bottom - paneel.top : 0;
    return Math.max(0, Math.min(covered, hier.height * 0.6));
  };
  /** @param {[L.LatLngBounds, ShowOptions]} doel @param {L.FitBoundsOptions} [nu] */
  const pas = ([grenzen, { rand = 12, ...opties }], nu) => {
    if (!heeftRuimte()) return kaart; // until the observer below comes back to it
    return kaart.fitBounds(grenzen, {
      maxZoom: 11, paddingTopLeft: [rand, rand + boven()], paddingBottomRight: [rand, rand + kaart.bedekt()], ...opties, ...nu,
    });
  };
  kaart.toonGrenzen = (grenzen, opties = {}) => {
    doel = [grenzen, opties];
    return pas(doel);
  };
  kaart.herpas = () => { if (doel) pas(doel, { animate: false }); };
  kaart.heel = (opties) => kaart.toonGrenzen(heel, opties);
  for (const soort of ['pointerdown', 'wheel', 'keydown']) {
    kaart.getContainer().addEventListener(soort, () => { doel = null; }, { passive: true });
  }
  kaart.setMaxZoom(14);
  kaart.setMaxBounds(heel.pad(2.5));
  kaart.heel({ animate: false });
  const grens = () => { if (heeftRuimte()) kaart.setMinZoom(kaart.getBoundsZoom(heel) - 2); };
  grens();
  const doos = kaart.getContainer();
  doos.setAttribute('role', 'application'); // arrows, plus and minus are for the map, not for reading on
  doos.setAttribute('aria-label', 'Kaart; verschuif met de pijltjes, zoom met plus en min');
  // Leaflet follows the window by itself, and fits nothing: its size may be new already when this is called.
  const maat = () => [doos.clientWidth, doos.clientHeight].join();
  let had = maat();
  new ResizeObserver(() => {
    if (maat() === had) return;
    had = maat();
    kaart.invalidateSize({ animate: false });
    grens();
    kaart.herpas();
    if (heeftRuimte()) wachtend.splice(0).forEach((doe) => doe());
  }).observe(doos);
};

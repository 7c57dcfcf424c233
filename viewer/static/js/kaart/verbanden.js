/** A Leaflet layer per samenwerkingsverband, made from the table of participations when first asked for. */

import { Gegevens } from '../gegevens.js';
import { haal } from './gebieden.js';

const register = (globalThis.samenwerkingskaart ??= {});

/** Eight colours that colour-blind people can tell apart (Okabe and Ito 2008, darkened where the
 * contrast with the land would fall below 3:1), each with its own dash. */
export const KLEUREN = ['#0b6aa8', '#c2540a', '#007a5a', '#a8327e', '#8a6d00', '#5b3fa0', '#3b3b3b', '#1f8fb3'];
export const STREPEN = [null, '10 5', '2 5', '14 4 2 4', '6 3', '1 4', '18 6', '8 3 2 3 2 3'];

/** A subject has a colour of its own; where that is taken, the next that is free. As `colours_by_thema`
 * in tekenen.py. @param {number[]} vrij ascending numbers of colours @returns {number} place in vrij */
function eersteVrij(vrij, thema) {
  const plek = vrij.findIndex((i) => i >= thema % KLEUREN.length);
  return plek < 0 ? 0 : plek;
}

/** Where the elements of each map are, by the id of its container: the page's own script looks here. */
export const kaarten = new Map();

export class Verbanden {
  /** @param {L.Map} kaart @param {import('./gebieden.js').Gebieden} gebieden @param {string} url */
  constructor(kaart, gebieden, url) {
    this.kaart = kaart;
    this.gebieden = gebieden;
    this.lagen = new Map();
    /** @type {{slug: string, kleur: string, streep: string|null}[]} */
    this.aan = [];
    this.dag = 0;
    this.klaar = Promise.all([haal(url), gebieden.klaar]).then(([tabel]) => {
      this.gegevens = new Gegevens(tabel, gebieden.gemeenten);
      this.dag = this.gegevens.peildatum;
      return this;
    });
    kaarten.set(kaart.getContainer().id, this);
  }

  /** The layer of one samenwerkingsverband; add it to a map or remove it. @param {string} slug */
  laag(slug) {
    if (!this.lagen.has(slug)) {
      const verband = this.gegevens.perSlug.get(slug);
      if (!verband) return null;
      this.lagen.set(slug, new VerbandLaag(this, verband));
    }
    return this.lagen.get(slug);
  }

  /** Shows exactly these, each in its own colour. @param {string[]} slugs @param {number} dag */
  toon(slugs, dag) {
    this.dag = dag;
    const gehouden = this.aan.filter(({ slug }) => slugs.includes(slug));
    const vrij = KLEUREN.map((_, i) => i).filter((i) => !gehouden.some(({ kleur }) => kleur === KLEUREN[i]));
    const nieuw = slugs.filter((slug) => !gehouden.some((een) => een.slug === slug) && this.laag(slug))
      .slice(0, vrij.length)
      .map((slug) => {
        const i = vrij.splice(eersteVrij(vrij, this.gegevens.perSlug.get(slug).themas[0]), 1)[0];
        return { slug, kleur: KLEUREN[i], streep: STREPEN[i] };
      });
    this.aan = slugs.map((slug) => [...gehouden, ...nieuw].find((een) => een.slug === slug)).filter(Boolean);
    const leden = new Map(this.aan.map(({ slug }) => [
      slug, this.gegevens.leden(this.gegevens.perSlug.get(slug), dag)]));
    const voorlopers = new Map(this.aan.map(({ slug }) => [
      slug, new Set(this.gegevens.opvolgers(this.gegevens.perSlug.get(slug), dag))]));
    for (const [slug, nummers] of voorlopers) leden.set(slug, [...leden.get(slug), ...nummers]);
    const perGemeente = new Map();
    for (const { slug } of this.aan) {
      for (const nummer of leden.get(slug)) perGemeente.set(nummer, [...(perGemeente.get(nummer) ?? []), slug]);
    }
    for (const [slug, laag] of this.lagen) if (!leden.has(slug)) laag.remove();
    for (const { slug, kleur, streep } of this.aan) {
      this.laag(slug).teken(leden.get(slug), kleur, streep, perGemeente, voorlopers.get(slug)).addTo(this.kaart);
    }
  }
}

/** Fills the participants and draws the outline of the whole. */
export const VerbandLaag = L.LayerGroup.extend({
  initialize(verbanden, verband) {
    L.LayerGroup.prototype.initialize.call(this);
    this.verbanden = verbanden;
    this.verband = verband;
    this.vlakken = new Map();
  },

  /**
   * @param {number[]} leden @param {string} kleur @param {string|null} streep dash of the outline
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
      const samen = perGemeente.get(nummer);
      const plek = samen.indexOf(this.verband.slug);
      const stijl = {
        fillColor: samen.length === 1 ? kleur : patroon(this.verbanden.kaart, kleur, plek, samen.length),
        fillOpacity: (samen.length === 1 ? (alleen ? 0.78 : 0.62) : 0.8) * (voorlopers.has(nummer) ? 0.5 : 1),
        dashArray: voorlopers.has(nummer) ? '4 4' : null,
      };
      if (this.vlakken.has(nummer)) this.vlakken.get(nummer).setStyle(stijl);
      else {
        const vlak = L.polygon(gebieden.lagen[nummer].getLatLngs(), {
          renderer: vakjes(this.verbanden, 'verbanden'), pane: 'verbanden', interactive: false,
          color: '#ffffff', weight: 0.8, opacity: 0.75, className: 'deelnemer', smoothFactor: 0.6, noClip: true, ...stijl,
        });
        vlak.gemeente = nummer;
        this.vlakken.set(nummer, vlak);
        this.addLayer(vlak);
      }
    }
    if (this.rand) this.removeLayer(this.rand);
    this.rand = L.polyline(gebieden.omtrek(leden), {
      renderer: vakjes(this.verbanden, 'omtrek'), pane: 'omtrek', interactive: false, color: kleur, weight: 3,
      dashArray: alleen ? null : streep, className: 'omtrek', smoothFactor: 0.6, noClip: true,
    });
    this.addLayer(this.rand);
    return this;
  },
});

function vakjes(verbanden, vak) {
  verbanden.vakken ??= {};
  verbanden.vakken[vak] ??= L.svg({ pane: vak, padding: 0.5 });
  return verbanden.vakken[vak];
}

const SVG = 'http://www.w3.org/2000/svg';
const BREEDTE = 7;

/** Stripes that leave room for those of the other layers in the same gemeente, so that all show. */
function patroon(kaart, kleur, plek, hoeveel) {
  const id = `streep-${kleur.slice(1)}-${plek}-${hoeveel}`;
  if (!document.getElementById(id)) {
    let doos = kaart.getContainer().querySelector('svg.patronen');
    if (!doos) {
      doos = document.createElementNS(SVG, 'svg');
      for (const [naam, waarde] of [['class', 'patronen'], ['width', '0'], ['height', '0'], ['aria-hidden', 'true']]) {
        doos.setAttribute(naam, waarde);
      }
      kaart.getContainer().append(doos);
    }
    const vlak = document.createElementNS(SVG, 'pattern');
    const maat = BREEDTE * hoeveel;
    const eigenschappen = { id, width: maat, height: maat, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' };
    for (const [naam, waarde] of Object.entries(eigenschappen)) vlak.setAttribute(naam, String(waarde));
    const streep = document.createElementNS(SVG, 'rect');
    const maten = { x: plek * BREEDTE, y: 0, width: BREEDTE, height: maat, fill: kleur };
    for (const [naam, waarde] of Object.entries(maten)) streep.setAttribute(naam, String(waarde));
    vlak.append(streep);
    doos.append(vlak);
  }
  return `url(#${id})`;
}

register.verbanden = (kaart, gebieden, url) => new Verbanden(kaart, gebieden, url);

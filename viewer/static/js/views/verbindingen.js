/** `/wie-met-wie` as data: viewer/views/verbindingen.py in the browser. */

import { opPlat, opTekst } from '../dom.js';
import { telMee } from '../geteld.js';
import { isoDag } from '../taal.js';

/** @typedef {import('../gegevens.js').Gegevens} Gegevens @typedef {import('../gegevens.js').Verband} Verband
 * @typedef {import('../toestand.js').Toestand} Toestand @typedef {import('../geteld.js').Geteld} Geteld
 * @typedef {{a: number, b: number, gedeeld: Verband[]}} Pair numbers of gemeenten, a before b by code, and what they share
 */

/**
 * Pairs of gemeenten with what they share.
 * @param {Gegevens} gegevens @param {Verband[]} left @param {number} dag @param {(nummer: number) => boolean} telt which gemeenten count
 * @returns {Pair[]}
 */
function pairsOf(gegevens, left, dag, telt) {
  /** @type {Map<number, Verband[]>} */
  const paren = new Map();
  const n = gegevens.gemeenten.length;
  for (const verband of left) {
    const leden = [...new Set(gegevens.leden(verband, dag))].filter(telt).sort((a, b) => gegevens.loop.rang[a] - gegevens.loop.rang[b]);
    for (let i = 0; i < leden.length; i += 1) {
      for (let j = i + 1; j < leden.length; j += 1) {
        const sleutel = leden[i] * n + leden[j];
        const gedeeld = paren.get(sleutel);
        if (gedeeld) gedeeld.push(verband);
        else paren.set(sleutel, [verband]);
      }
    }
  }
  return [...paren].map(([sleutel, gedeeld]) => ({ a: Math.floor(sleutel / n), b: sleutel % n, gedeeld }));
}

/**
 * The verbindingen that a choice asks for: between gemeenten of the province, within the chosen areas, with the chosen gemeenten.
 * @param {Gegevens} gegevens @param {Toestand} keuze
 * @returns {{left: Verband[], geteld: Geteld, telt: (nummer: number) => boolean, alle: Pair[], paren: Pair[]}} alle: whether or not with
 *   a chosen gemeente; paren: most first
 */
export function computeVerbindingen(gegevens, keuze) {
  const { mee: left, geteld } = telMee(gegevens.filters, gegevens.kies(keuze, gegevens.filters.filter(({ gebied }) => gebied)), keuze);
  const dag = gegevens.dag(keuze.peildatum);
  const eigen = keuze.gemeente.flatMap((slug) => gegevens.gemeentePerSlug.get(slug) ?? []).flatMap((nummer) => gegevens.loop.toen(nummer, dag));
  const gebieden = gegevens.filters.filter(({ gebied, tabel, parameter }) => gebied && !tabel && keuze[parameter].length)
    .map((filter) => filter.gemeenten(keuze[filter.parameter]));
  /** @param {number} nummer */
  const telt = (nummer) => Boolean(gegevens.gemeenten[nummer].in) && gebieden.every((leden) => leden.has(nummer));
  const alle = pairsOf(gegevens, left, dag, telt);
  const paren = alle.filter(({ a, b }) => !keuze.gemeente.length || eigen.includes(a) || eigen.includes(b));
  return { left, geteld, telt, alle, paren: paren.sort((x, y) => y.gedeeld.length - x.gedeeld.length || gegevens.loop.rang[x.a] - gegevens.loop.rang[y.a] || gegevens.loop.rang[x.b] - gegevens.loop.rang[y.b]) };
}

/** @param {{slug: string, naam: string}} wie */
const named = ({ slug, naam }) => ({ slug, naam });

/** A pair for a list or a card. @param {Gegevens} gegevens @param {Pair} paar */
export const pairView = (gegevens, { a, b, gedeeld }) => ({
  a: named(gegevens.gemeenten[a]),
  b: named(gegevens.gemeenten[b]),
  aantal: gedeeld.length,
  gedeeld: gedeeld.toSorted((x, y) => opTekst(x.id, y.id)).map(named),
});

/**
 * What is said of the threshold, without the lists: all that a slider on its way asks for.
 * @param {Gegevens} gegevens @param {Toestand} keuze @param {{paren: Pair[], geteld: Geteld}} gevonden most first
 * @param {number|null} gevraagd the threshold that is asked for; null: the lowest that keeps the table short
 */
export function summaryView(gegevens, keuze, { paren, geteld }, gevraagd) {
  const hoogste = paren[0]?.gedeeld.length ?? 0;
  const minimaal = gevraagd ?? threshold(paren, hoogste, gegevens.constanten.paren);
  return {
    dag: isoDag(gegevens.dag(keuze.peildatum)),
    minimaal,
    hoogste,
    bereik: Math.max(hoogste, minimaal, 1),
    aantal: above(paren, minimaal).length,
    geteld,
  };
}

/** The pairs that share so many. @param {Pair[]} paren @param {number} minimaal */
export const above = (paren, minimaal) => paren.filter(({ gedeeld }) => gedeeld.length >= minimaal);

/**
 * All of it.
 * @param {Gegevens} gegevens @param {Toestand} keuze @param {ReturnType<typeof computeVerbindingen>} gevonden
 * @param {number|null} gevraagd as above
 */
export function verbindingenView(gegevens, keuze, gevonden, gevraagd) {
  const { left, telt, alle, paren } = gevonden;
  const { hoogstens, matrix: leesbaar } = gegevens.constanten;
  const summary = summaryView(gegevens, keuze, gevonden, gevraagd);
  const zelf = gegevens.tel(left, gegevens.dag(keuze.peildatum));
  const nummers = gegevens.gemeenten.map((_, nummer) => nummer).filter((nummer) => telt(nummer) && zelf[nummer])
    .sort((a, b) => opPlat(gegevens.gemeenten[a].naam, gegevens.gemeenten[b].naam));
  return {
    ...summary,
    paren: above(paren, summary.minimaal).slice(0, hoogstens).map((paar) => pairView(gegevens, paar)),
    gemeenten: nummers.map((nummer) => named(gegevens.gemeenten[nummer])),
    matrix: nummers.length <= leesbaar ? matrix(gegevens, nummers, alle, zelf, summary.hoogste) : [],
  };
}

/** The lowest threshold that keeps the list short. @param {Pair[]} paren most first @param {number} hoogste @param {number} kort */
function threshold(paren, hoogste, kort) {
  let laagste = Math.max(hoogste, 1);
  paren.slice(0, kort).forEach(({ gedeeld }, i) => {
    if (paren[i + 1]?.gedeeld.length !== gedeeld.length) laagste = gedeeld.length;
  });
  return laagste;
}

/** @param {Gegevens} gegevens @param {number[]} nummers @param {Pair[]} alle @param {number[]} zelf @param {number} hoogste */
function matrix(gegevens, nummers, alle, zelf, hoogste) {
  const samen = new Map(alle.map(({ a, b, gedeeld }) => [`${a} ${b}`, gedeeld.length]));
  /** @param {number} a @param {number} b */
  const n = (a, b) => (a === b ? zelf[a] : samen.get(gegevens.loop.rang[a] < gegevens.loop.rang[b] ? `${a} ${b}` : `${b} ${a}`) ?? 0);
  return nummers.map((a) => ({
    gemeente: named(gegevens.gemeenten[a]),
    cellen: nummers.map((b) => ({
      aantal: n(a, b),
      zelf: a === b,
      tint: n(a, b) && a !== b ? 1 + Math.floor((4 * (n(a, b) - 1)) / Math.max(hoogste, 1)) : 0,
    })),
  }));
}

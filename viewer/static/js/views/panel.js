/** The panel beside the map, as data: viewer/views/panel.py in the browser. */

import { doorDeTijd, zonderBegin } from '../doordetijd.js';
import { telMee } from '../geteld.js';
import { isoDag } from '../taal.js';
import { schrijfToestand } from '../toestand.js';
import { gemeenteCard, verbandCard } from './cards.js';
import { panelFields } from './field.js';

/** @typedef {import('../gegevens.js').Gegevens} Gegevens @typedef {import('../gegevens.js').Verband} Verband
 * @typedef {import('../toestand.js').Toestand} Toestand */

/**
 * @param {Gegevens} gegevens @param {Toestand} keuze
 * @param {Verband[]} left what the list holds: `gegevens.inLijst(keuze)`
 * @param {{slug: string, kleur: number}[]} aan the layers that are on, in the order of the address
 * @param {readonly string[]} zonder what an embed leaves out
 */
export function panelView(gegevens, keuze, left, aan, zonder) {
  const dag = gegevens.dag(keuze.peildatum);
  const slugs = new Set(left.map(({ slug }) => slug));
  const dicht = (/** @type {string} */ parameter, /** @type {string} */ slug) => (
    { vraag: schrijfToestand(without(keuze, parameter, slug), gegevens.filters), zonder: [...zonder] });
  return {
    verbanden: aan.toReversed().map(({ slug, kleur }, i) => (
      { ...verbandCard(gegevens, /** @type {Verband} */ (gegevens.perSlug.get(slug)), dag, kleur, i === 0), ...dicht('verband', slug) })),
    gemeenten: keuze.gemeente.filter((slug) => gegevens.gemeentePerSlug.has(slug))
      .map((slug) => ({ ...gemeenteCard(gegevens, slug, dag, keuze), ...dicht('gemeente', slug) })),
    teveel: keuze.verband.length > gegevens.constanten.kleuren.length,
    chips: chipsView(gegevens, keuze, zonder),
    filters: panelFields(gegevens, keuze),
    tijd: timeView(gegevens, keuze, left),
    lijst: listView(gegevens, keuze, left, aan),
    buiten_lijst: keuze.verband.filter((slug) => !slugs.has(slug)),
  };
}

/** @param {Gegevens} gegevens @param {Toestand} keuze @param {Verband[]} left @param {{slug: string, kleur: number}[]} aan */
function listView(gegevens, keuze, left, aan) {
  const dag = gegevens.dag(keuze.peildatum);
  return {
    aantal: left.length,
    apart: zonderBegin(gegevens, keuze, left),
    groepen: groupsView(gegevens, left, new Map(aan.map(({ slug, kleur }) => [slug, kleur])), dag),
    waarop: gegevens.waarop(keuze),
    onvolledig: isoDag(dag) < gegevens.constanten.gevuld,
    geteld: telMee(gegevens.filters, left, keuze).geteld,
  };
}

/** By main subject, in the order of the subjects. @param {Gegevens} gegevens @param {Verband[]} left @param {Map<string, number>} kleuren @param {number} dag */
function groupsView(gegevens, left, kleuren, dag) {
  /** @type {Map<number, {slug: string, naam: string, aantal: number, compleet: boolean, stand: string, kleur: number}[]>} */
  const perThema = new Map();
  /** @type {Map<number, string[]>} */
  const ook = new Map();
  for (const verband of left) {
    const { slug, naam, themas: [thema, ...meer] } = verband;
    for (const een of meer) ook.set(een, [...(ook.get(een) ?? []), naam]);
    const opgeheven = gegevens.anderen(verband, dag).filter(({ soort }) => soort === 'gemeente').length;
    const { compleet, merk: stand } = gegevens.stand(verband, dag);
    const rij = { slug, naam, aantal: gegevens.leden(verband, dag).length + opgeheven, compleet, stand, kleur: kleuren.get(slug) ?? -1 };
    const groep = perThema.get(thema);
    if (groep) groep.push(rij);
    else perThema.set(thema, [rij]);
  }
  return [...new Set([...perThema.keys(), ...ook.keys()])].sort((a, b) => a - b)
    .map((thema) => ({ naam: gegevens.themas[thema][1], regels: perThema.get(thema) ?? [], ook: ook.get(thema) ?? [] }));
}

/** @param {Gegevens} gegevens @param {Toestand} keuze @param {readonly string[]} zonder */
function chipsView(gegevens, keuze, zonder) {
  /** @type {[string, string, string][]} */
  const gekozen = gegevens.filters.filter(({ getoond }) => getoond).flatMap(({ parameter, opties }) => opties
    .filter(([slug]) => keuze[parameter].includes(slug)).map(([slug, naam]) => /** @type {[string, string, string]} */ ([parameter, slug, naam])));
  if (keuze.peildatum) gekozen.push(['peildatum', '', keuze.peildatum]);
  if (keuze.q) gekozen.push(['q', '', keuze.q]);
  return gekozen.map(([parameter, slug, naam]) => (
    { parameter, slug, naam, vraag: schrijfToestand(without(keuze, parameter, slug), gegevens.filters), zonder: [...zonder] }));
}

/** The choice without one value. @param {Toestand} keuze @param {string} parameter @param {string} slug @returns {Toestand} */
export function without(keuze, parameter, slug) {
  const oud = keuze[parameter];
  return /** @type {Toestand} */ (/** @type {unknown} */ ({ ...keuze, [parameter]: Array.isArray(oud) ? oud.filter((een) => een !== slug) : '' }));
}

/** @param {Gegevens} gegevens @param {Toestand} keuze @param {Verband[]} left */
function timeView(gegevens, keuze, left) {
  const { peildatum } = keuze;
  const { mee, apart } = doorDeTijd(gegevens, keuze, left);
  const nieuwste = isoDag(gegevens.peildatum);
  const tot = Number(nieuwste.slice(0, 4)) + 1;
  return {
    peildatum,
    nieuwste,
    eerste: gegevens.constanten.eerste,
    van: gegevens.constanten.begin,
    tot,
    jaar: peildatum ? Number(peildatum.slice(0, 4)) : tot,
    sinds: peildatum && peildatum < nieuwste ? peildatum : '',
    mee: mee.length,
    apart: apart.length,
  };
}

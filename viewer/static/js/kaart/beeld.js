/** The map in one state: areas shaded, layers on, the legend and the names that go with it. */

import { byId, el } from '../dom.js';
import { vandaag } from '../doordetijd.js';
import { telMee } from '../geteld.js';
import { isoDag, minstens } from '../taal.js';
import { isShaded, klasseTekst, makeScale, styleOf } from './style.js';

/** @typedef {import('../toestand.js').Toestand} Toestand */

/**
 * @param {import('./verbanden.js').Verbanden} verbanden
 * @param {{belangrijk: (nummers: Set<number>) => void}} namen
 */
export function makePicture(verbanden, namen) {
  const { gebieden, gegevens } = verbanden;
  const { tinten, tekening } = gegevens.constanten;
  /** How each area is drawn now: styling one again costs as much as the first time. @type {string[]} */
  const drawn = [];
  /** @type {number[]} */
  let counts = [];

  /** @param {Toestand} toestand @param {import('../gegevens.js').Verband[]} left what the list holds */
  function draw(toestand, left) {
    const dag = gegevens.dag(toestand.peildatum);
    verbanden.toon(toestand.verband, dag);
    const gekozen = new Set(toestand.gemeente.flatMap((slug) => gegevens.gemeentePerSlug.get(slug) ?? []));
    const [eerste] = gekozen;
    const { tellen, geteld } = count(toestand, left, eerste);
    const shown = { eerste, gekozen, lagen: verbanden.aan.length > 0, tellen };
    const hier = (/** @type {number} */ nummer) => Boolean(gebieden.gemeenten[nummer].in);
    const teTonen = (/** @type {number[]} */ van) => van.filter((_, nummer) => isShaded({ ...shown, tellen: van }, nummer, hier(nummer)));
    // While time moves the classes stay: those of the same choice on the register's own day.
    const nu = vandaag(toestand);
    const ijk = toestand.peildatum ? teTonen(count(nu, gegevens.inLijst(nu), eerste).tellen) : [];
    const schaal = makeScale(ijk.length ? ijk : teTonen(tellen), tinten);
    gebieden.lagen.forEach((laag, nummer) => {
      const stijl = styleOf(shown, nummer, hier(nummer), schaal, tekening, Boolean(gebieden.opties.achtergrond), !gegevens.loop.bestaat(nummer, dag));
      const sleutel = Object.values(stijl).join(' ');
      if (drawn[nummer] === sleutel) return;
      drawn[nummer] = sleutel;
      laag.setStyle(stijl);
      if (gekozen.has(nummer)) laag.bringToFront();
    });
    const leden = verbanden.aan.flatMap(({ slug }) => membersOf(slug, dag)).map((nummer) => gegevens.loop.vlak(nummer));
    const eerst = () => namen.belangrijk(new Set([...gekozen, ...leden]));
    if (counts.length) requestAnimationFrame(eerst); // names come with the next frame
    else eerst();
    drawLegend(schaal, eerste, dag, geteld);
    counts = tellen;
  }

  /** By how many each area is shaded. @param {Toestand} toestand @param {import('../gegevens.js').Verband[]} left @param {number|undefined} eerste */
  function count(toestand, left, eerste) {
    const dag = gegevens.dag(toestand.peildatum);
    const { mee, geteld } = telMee(gegevens.filters, left, toestand);
    const geldt = eerste === undefined ? mee : gegevens.partners(eerste, dag, toestand).mee;
    return { geteld, tellen: gegevens.loop.telVlakken(geldt.map((verband) => gegevens.leden(verband, dag)), dag) };
  }

  /** @param {string} slug @param {number} dag */
  function membersOf(slug, dag) {
    const verband = gegevens.perSlug.get(slug);
    return verband ? gegevens.leden(verband, dag) : [];
  }

  /** @param {import('./style.js').Scale} schaal @param {number|undefined} eerste @param {number} dag @param {{zelf: number}} geteld */
  function drawLegend(schaal, eerste, dag, { zelf }) {
    const doos = byId('legenda');
    const regels = [];
    let kop = 'Aantal samenwerkingsverbanden';
    if (verbanden.aan.length) {
      kop = verbanden.aan.length === 1 ? 'Doet mee' : 'Doet mee aan';
      for (const { slug, kleur } of verbanden.aan) {
        const verband = gegevens.perSlug.get(slug);
        if (!verband) continue;
        const { compleet, merk } = gegevens.stand(verband, dag);
        const bij = [minstens(membersOf(slug, dag).length, compleet), merk].filter(Boolean).join(', ');
        regels.push(line(gegevens.constanten.kleuren[kleur], `${verband.naam} (${bij})`, !compleet));
      }
      if (verbanden.aan.some(({ slug }) => !gegevens.perSlug.get(slug)?.compleet)) {
        regels.push(el('p', { class: 'legenda-uitleg' }, 'Gearceerd: wij kennen niet alle deelnemers.'));
      }
      if (verbanden.aan.length > 1) regels.push(el('p', { class: 'legenda-uitleg' }, 'Gestreept: doet aan meer van deze mee.'));
    } else {
      if (eerste !== undefined) {
        kop = `Samen met ${gegevens.gemeenten[eerste].naam} in`;
        regels.push(line(tekening.gekozen, gegevens.gemeenten[eerste].naam));
      }
      schaal.klassen.forEach(([tint], i) => regels.push(line(tint, klasseTekst(schaal.klassen, i))));
      if (!schaal.klassen.length) regels.push(el('p', { class: 'legenda-uitleg' }, 'Geen gemeenten bij deze keuze.'));
      const eerst = eerste === undefined ? '' : gegevens.elders(eerste) && ` Alleen waaraan ook ${gegevens.provincie} meedoet.`;
      regels.push(el('p', { class: 'legenda-uitleg' }, `${zelf ? 'Register en zelf verzameld.' : 'Alleen uit het register.'}${eerst}`));
    }
    const { gevuld } = gegevens.constanten;
    if (isoDag(dag) < gevuld) regels.push(el('p', { class: 'legenda-uitleg legenda-let-op' }, `Voor ${gevuld.slice(0, 4)} is het register niet volledig.`));
    doos.replaceChildren(el('h2', {}, kop), ...regels);
    doos.hidden = false;
  }

  return {
    draw,
    /** How many samenwerkingsverbanden a gemeente is shaded by. @param {number} nummer */
    countOf: (nummer) => counts[nummer] ?? 0,
    /** Numbers of the gemeenten that a choice is about. @param {Toestand} toestand */
    chosen: (toestand) => [
      ...toestand.gemeente.flatMap((slug) => gegevens.gemeentePerSlug.get(slug) ?? []),
      ...verbanden.aan.flatMap(({ slug }) => membersOf(slug, gegevens.dag(toestand.peildatum))).map((nummer) => gegevens.loop.vlak(nummer)),
    ],
  };
}

/** @param {string} kleur @param {string} tekst @param {boolean} [gearceerd] of a list that is not whole */
function line(kleur, tekst, gearceerd = false) {
  const vlak = el('span', { class: gearceerd ? 'legenda-vlak gearceerd' : 'legenda-vlak', 'aria-hidden': 'true' });
  vlak.style.setProperty('--kleur', kleur);
  return el('p', { class: 'legenda-regel' }, vlak, tekst);
}

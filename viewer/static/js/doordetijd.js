/** The set that counts in a view that moves through time: viewer/analysis/door_de_tijd.py in the browser. */

import { aantal, isoDag } from './taal.js';

/** @typedef {import('./gegevens.js').Gegevens} Gegevens @typedef {import('./gegevens.js').Verband} Verband
 * @typedef {import('./toestand.js').Toestand} Toestand */

/** The same choice on the register's own day. @param {Toestand} keuze @returns {Toestand} */
export const vandaag = (keuze) => /** @type {Toestand} */ (/** @type {unknown} */ ({ ...keuze, peildatum: '' }));

/** @param {Gegevens} gegevens @param {Toestand} keuze @param {Verband[]} left what the list holds: `gegevens.inLijst(keuze)` */
export function doorDeTijd(gegevens, keuze, left) {
  return {
    mee: left.filter(({ ongedateerd }) => !ongedateerd),
    apart: gegevens.inLijst(vandaag(keuze)).filter(({ ongedateerd }) => ongedateerd),
  };
}

/** Whether a choice is about a day before the register's own. @param {Gegevens} gegevens @param {Toestand} keuze */
export const kijktTerug = (gegevens, { peildatum }) => Boolean(peildatum) && peildatum < isoDag(gegevens.peildatum);

/** How many of a list have no known beginning, where that matters: on another day. @param {Gegevens} gegevens @param {Toestand} keuze @param {Verband[]} left */
export const zonderBegin = (gegevens, keuze, left) => (
  kijktTerug(gegevens, keuze) ? left.filter(({ ongedateerd }) => ongedateerd).length : 0);

/** How long the list is, as a screen reader says it. @param {Gegevens} gegevens @param {Toestand} keuze */
export function lijstZin(gegevens, keuze) {
  const left = gegevens.inLijst(keuze);
  const apart = zonderBegin(gegevens, keuze, left);
  const bij = apart ? `, en ${apart} waarvan wij het begin niet kennen` : '';
  return `${aantal(left.length - apart, 'samenwerkingsverband', 'samenwerkingsverbanden')} in de lijst${bij}.`;
}

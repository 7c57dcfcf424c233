/** What cards say and search finds of a samenwerkingsverband, which comes once the map works. */

import { plat } from './dom.js';

/** @typedef {import('./gegevens.js').Verband} Verband */

/** What the table leaves out of a row where it is empty. */
export const LEEG = { afkorting: '', alias: '', ook: [], eerder: '', titel: '', omschrijving: '', website: '', bron: '', hand: 0, opmerking: '', sinds: 0, begon: 0, oud: 0, ongedateerd: 0, einde: '', g: [], o: [] };

/** Puts texts in the rows of the table, in their order. @param {Verband[]} rijen @param {Teksten} teksten */
export function vulTeksten(rijen, { verbanden }) {
  rijen.forEach((verband, n) => {
    for (const [naam, waarden] of Object.entries(verbanden)) Object.assign(verband, { [naam]: waarden[n] });
    verband.zoek = undefined;
  });
}

/** All words of a samenwerkingsverband, made when first searched. @param {import('./gegevens.js').Gegevens} gegevens @param {Verband} verband */
export function woordenVan({ themas, taken, woorden, gemeenten }, verband) {
  verband.zoek ??= plat([verband.naam, verband.titel, verband.afkorting, verband.alias, ...verband.ook, verband.eerder, verband.omschrijving,
    ...verband.themas.map((thema) => themas[thema][1]),
    ...verband.taken.flatMap((taak) => [taken[taak][1], ...(woorden.taak?.[taak] ?? '').split(';')]),
    ...verband.d.map(([nummer]) => gemeenten[nummer].naam), ...verband.o.map(([naam]) => naam)].join(' '));
  return verband.zoek;
}

/** The data of the map on a page without one, fetched when a visitor first asks for something. */

import { Gegevens } from './gegevens.js';
import { haal, leesGemeenten } from './kaart/gebieden.js';

/** @type {Promise<Gegevens>|null} */
let asked = null;

/** Rejects without a connection; asking again tries again. @returns {Promise<Gegevens>} */
export function fetchData() {
  const paden = (document.getElementById('eigen-script')?.dataset.gegevens ?? '').split(' ');
  asked ??= Promise.all(paden.map((pad) => haal(`/${pad}`))).then(([{ gemeenten }, tabel, teksten]) => new Gegevens(tabel, leesGemeenten(gemeenten)).vul(teksten));
  asked.catch(() => { asked = null; });
  return asked;
}

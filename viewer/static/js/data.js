/** The data of the map on a page without one, fetched when a visitor first asks for something. */

import { Gegevens } from './gegevens.js';
import { haal } from './kaart/gebieden.js';

/** @type {Promise<Gegevens>|null} */
let asked = null;

/** Rejects without a connection; asking again tries again. @returns {Promise<Gegevens>} */
export function fetchData() {
  const [gebieden, deelnames] = (document.getElementById('eigen-script')?.dataset.gegevens ?? '').split(' ');
  asked ??= Promise.all([haal(`/${gebieden}`), haal(`/${deelnames}`)]).then(([{ gemeenten }, tabel]) => new Gegevens(tabel, gemeenten));
  asked.catch(() => { asked = null; });
  return asked;
}

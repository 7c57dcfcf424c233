/** On paper: the map in the width of a page, its legend, and the list as a table. */

import { byId, el } from './dom.js';
import { aantal, datum, isoDag } from './taal.js';

/** Points of 1/96 inch: what A4 leaves between margins of 15 mm, and room for a legend on the same page. */
const BREED = 680;
const HOOG = 520;

/**
 * @param {{kaart: L.Map, lijst: () => ShownList}} viewer
 */
export function drukAf({ kaart, lijst }) {
  const vak = /** @type {HTMLElement} */ (document.querySelector('.kaartvak'));
  /** @param {string} breed @param {string} hoog */
  const pas = (breed, hoog) => {
    vak.style.width = breed;
    vak.style.height = hoog;
    kaart.invalidateSize({ animate: false });
    kaart.herpas();
  };
  // The table is made for every print: what was chosen can have changed.
  addEventListener('beforeprint', () => {
    document.documentElement.classList.add('drukt');
    pas(`${BREED}px`, `${HOOG}px`);
    byId('drukwerk').replaceChildren(tabel(lijst()), el('p', {}, location.href));
  });
  addEventListener('afterprint', () => {
    document.documentElement.classList.remove('drukt');
    byId('drukwerk').replaceChildren();
    pas('', '');
  });
}

/** What must be known of a list. @param {{compleet: boolean, merk: string}} stand */
const opmerking = ({ compleet, merk }) => [compleet ? '' : ' (lijst niet volledig)', merk && ` (${merk})`].join('');

/** @param {ShownList} lijst */
function tabel({ gegevens, left, dag }) {
  /** @param {...string} kinderen */
  const cel = (...kinderen) => el('td', {}, ...kinderen);
  return el('table', {},
    el('caption', {}, `${aantal(left.length, 'samenwerkingsverband', 'samenwerkingsverbanden')} op ${datum(isoDag(dag))}`),
    el('thead', {}, el('tr', {}, ...['Samenwerkingsverband', 'Onderwerp', 'Vorm', 'In het register sinds', 'Gemeenten'].map((kop) => el('th', { scope: 'col' }, kop)))),
    el('tbody', {}, ...left.map((verband) => el('tr', {},
      el('th', { scope: 'row' }, verband.naam),
      cel(gegevens.onderwerpen(verband).join(', ')),
      cel(gegevens.vormen[verband.vorm][1]),
      cel(verband.sinds ? datum(isoDag(verband.sinds)) : 'onbekend'),
      cel(gegevens.ledenOpNaam(verband, dag).map(({ naam }) => naam).join(', ') + opmerking(gegevens.stand(verband, dag)))))));
}

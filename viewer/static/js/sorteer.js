/** Headings of a table become buttons that sort the rows that are there. */

import { el } from './dom.js';

/**
 * Rows by the text in a column; numbers in it count as numbers.
 * @template {{cells: ArrayLike<{textContent: string|null}>}} Row
 * @param {Iterable<Row>} rows @param {number} kolom @param {string} order "ascending" or "descending"
 */
export function sortRows(rows, kolom, order) {
  /** @param {Row} rij */
  const waarde = (rij) => /** @type {string} */ (rij.cells[kolom].textContent).trim();
  const rijen = [...rows].sort((x, y) => waarde(x).localeCompare(waarde(y), 'nl', { numeric: true }));
  return order === 'ascending' ? rijen : rijen.reverse();
}

/** @param {HTMLTableElement|null} tabel */
export function maakSorteerbaar(tabel) {
  if (!tabel?.tHead) return;
  const koppen = [...tabel.tHead.rows[0].cells];
  koppen.forEach((kop, kolom) => {
    if (kop.dataset.sorteer === 'nee') return;
    if (!kop.hasAttribute('aria-sort')) kop.setAttribute('aria-sort', 'none');
    const knop = el('button', { type: 'button', class: 'sorteer' }, kop.textContent.trim());
    kop.replaceChildren(knop);
    knop.addEventListener('click', () => {
      const order = kop.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending';
      for (const ander of koppen) {
        if (ander.hasAttribute('aria-sort')) ander.setAttribute('aria-sort', ander === kop ? order : 'none');
      }
      const lijf = tabel.tBodies[0];
      lijf.append(...sortRows(lijf.rows, kolom, order));
    });
  });
}

/** @type {NodeListOf<HTMLTableElement>} */ (document.querySelectorAll('table[data-sorteerbaar]')).forEach(maakSorteerbaar);

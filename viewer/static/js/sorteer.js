/** Headings of a table become buttons that sort the rows that are there. */

import { el } from './dom.js';

/** @param {HTMLTableElement|null} tabel */
export function maakSorteerbaar(tabel) {
  const koppen = [...(tabel?.tHead?.rows[0].cells ?? [])];
  koppen.forEach((kop, kolom) => {
    if (kop.dataset.sorteer === 'nee') return;
    if (!kop.hasAttribute('aria-sort')) kop.setAttribute('aria-sort', 'none');
    const knop = el('button', { type: 'button', class: 'sorteer' }, kop.textContent.trim());
    kop.replaceChildren(knop);
    knop.addEventListener('click', () => {
      const op = kop.getAttribute('aria-sort') === 'ascending' ? 'descending' : 'ascending';
      for (const ander of koppen) {
        if (ander.hasAttribute('aria-sort')) ander.setAttribute('aria-sort', ander === kop ? op : 'none');
      }
      const lijf = tabel.tBodies[0];
      const waarde = (rij) => rij.cells[kolom].textContent.trim();
      const rijen = [...lijf.rows].sort((x, y) => waarde(x).localeCompare(waarde(y), 'nl', { numeric: true }));
      lijf.append(...(op === 'ascending' ? rijen : rijen.reverse()));
    });
  });
}

document.querySelectorAll('table[data-sorteerbaar]').forEach(maakSorteerbaar);

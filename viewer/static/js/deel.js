/** The window with which a visitor shares what is on the map. */

import { adres, kopieer } from './dom.js';
import { beeldAdres } from './toestand.js';

/** Fills the window with the address of now and opens it. @param {string} vraag the query string */
export function openDeelvenster(vraag) {
  const venster = /** @type {HTMLDialogElement} */ (document.getElementById('deelvenster'));
  const veld = /** @type {HTMLInputElement} */ (document.getElementById('deel-adres'));
  const melding = document.getElementById('deel-melding');
  const hier = `${location.origin}${location.pathname}${vraag}`;
  veld.value = hier;
  melding.textContent = '';
  const zet = (id, naar) => document.getElementById(id).setAttribute('href', naar);
  zet('deel-mail', `mailto:?subject=${encodeURIComponent(document.title)}&body=${encodeURIComponent(hier)}`);
  zet('deel-insluiten', adres(`/insluiten${vraag}`));
  zet('deel-tabel', adres(`/tabel${vraag}`));
  const groot = beeldAdres(vraag, true);
  document.getElementById('deel-print').closest('li').hidden = !groot;
  zet('deel-print', groot ?? '');
  document.getElementById('deel-kopieer').onclick = async () => {
    melding.textContent = await kopieer(veld) ? 'Het adres is gekopieerd.' : 'Kopiëren lukt niet. Het adres is geselecteerd: druk op Ctrl+C.';
  };
  venster.showModal();
}

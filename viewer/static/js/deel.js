/** The window with which a visitor shares what is on the map. */

import { kopieer } from './dom.js';

/** Fills the window with the address of now and opens it. @param {string} vraag the query string */
export function openDeelvenster(vraag) {
  const venster = /** @type {HTMLDialogElement} */ (document.getElementById('deelvenster'));
  const veld = /** @type {HTMLInputElement} */ (document.getElementById('deel-adres'));
  const melding = document.getElementById('deel-melding');
  const adres = `${location.origin}${location.pathname}${vraag}`;
  veld.value = adres;
  melding.textContent = '';
  const zet = (id, naar) => document.getElementById(id).setAttribute('href', naar);
  zet('deel-mail', `mailto:?subject=${encodeURIComponent(document.title)}&body=${encodeURIComponent(adres)}`);
  zet('deel-insluiten', `/insluiten${vraag}`);
  zet('deel-tabel', `/tabel${vraag}`);
  zet('deel-print', `/kaart.png${vraag}${vraag ? '&' : '?'}maat=groot`);
  document.getElementById('deel-kopieer').onclick = async () => {
    melding.textContent = await kopieer(veld) ? 'Het adres is gekopieerd.' : 'Kopiëren lukt niet. Het adres is geselecteerd: druk op Ctrl+C.';
  };
  venster.showModal();
}

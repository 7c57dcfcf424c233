/** The window with which a visitor shares what is on the map. */

import { byId, kopieer } from './dom.js';
import { adres } from './taal.js';
import { beeldAdres } from './toestand.js';

/** Fills the window with the address of now and opens it. @param {string} vraag the query string */
export function openDeelvenster(vraag) {
  const venster = /** @type {HTMLDialogElement} */ (byId('deelvenster'));
  const veld = /** @type {HTMLInputElement} */ (byId('deel-adres'));
  const melding = byId('deel-melding');
  const hier = `${location.origin}${location.pathname}${vraag}`;
  veld.value = hier;
  melding.textContent = '';
  /** @param {string} id @param {string} naar */
  const zet = (id, naar) => byId(id).setAttribute('href', naar);
  zet('deel-mail', `mailto:?subject=${encodeURIComponent(document.title)}&body=${encodeURIComponent(hier)}`);
  zet('deel-insluiten', adres(`/insluiten${vraag}`));
  zet('deel-tabel', adres(`/tabel${vraag}`));
  const groot = beeldAdres(vraag, true);
  /** @type {HTMLLIElement} */ (byId('deel-print').closest('li')).hidden = !groot;
  zet('deel-print', groot ?? '');
  byId('deel-kopieer').onclick = async () => {
    melding.textContent = await kopieer(veld) ? 'Het adres is gekopieerd.' : 'Kopiëren lukt niet. Het adres is geselecteerd: druk op Ctrl+C.';
  };
  venster.showModal();
}

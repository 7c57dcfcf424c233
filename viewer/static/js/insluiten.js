/** The embed builder: the line to copy and the example follow each choice. */

import { adres as vol, byId, isPublished, kopieer } from './dom.js';
import { haalBlad } from './haal.js';
import { vatSamen } from './keuzes.js';

const formulier = /** @type {HTMLFormElement} */ (byId('bouwer'));
const regel = /** @type {HTMLTextAreaElement} */ (byId('regel'));
const voorbeeld = /** @type {HTMLIFrameElement} */ (byId('voorbeeld'));
const adres = /** @type {HTMLAnchorElement} */ (byId('adres'));
const knop = byId('kopieer');
const gekopieerd = byId('gekopieerd');
document.documentElement.classList.add('met-js');
let klok = 0;
let vraagnummer = 0;

/** The server makes the line, so that there is one place that knows how. */
async function ververs() {
  const keuzes = new URLSearchParams(/** @type {[string, string][]} */ ([...new FormData(formulier)].filter(([, waarde]) => waarde)));
  vraagnummer += 1;
  const nummer = vraagnummer;
  const blad = await haalBlad(`/insluiten?${keuzes}`).catch(() => null);
  if (nummer !== vraagnummer || !blad) return;
  regel.value = /** @type {HTMLTextAreaElement} */ (blad.getElementById('regel')).defaultValue;
  adres.href = /** @type {string} */ (/** @type {HTMLAnchorElement} */ (blad.getElementById('adres')).getAttribute('href'));
  const nieuw = /** @type {HTMLIFrameElement} */ (blad.getElementById('voorbeeld'));
  voorbeeld.height = nieuw.height;
  voorbeeld.title = nieuw.title;
  const src = /** @type {string} */ (nieuw.getAttribute('src'));
  if (voorbeeld.getAttribute('src') !== src) voorbeeld.src = src;
  gekopieerd.textContent = '';
  const vraag = keuzes.size ? `?${keuzes}` : '';
  history.replaceState(null, '', vol(`/insluiten${vraag}`));
}

formulier.addEventListener('input', (gebeurtenis) => {
  const target = /** @type {HTMLInputElement} */ (gebeurtenis.target);
  if (target.name === 'verband' && formulier.querySelectorAll('input[name=verband]:checked').length > 8) target.checked = false;
  vatSamen(formulier);
  clearTimeout(klok);
  klok = setTimeout(ververs, 250);
});
formulier.addEventListener('submit', (gebeurtenis) => { gebeurtenis.preventDefault(); ververs(); });
knop.hidden = false;
if (isPublished()) { // no server has read the address, or knows it
  import('./vast.js').then(({ vulUitAdres }) => vulUitAdres(formulier)).then(ververs);
}
knop.addEventListener('click', async () => {
  gekopieerd.textContent = await kopieer(regel) ? 'Gekopieerd.' : 'De regel is geselecteerd. Kopieer met Ctrl+C.';
});

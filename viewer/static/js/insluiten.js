/** The embed builder: the line to copy and the example follow each choice. */

import { adres as vol, kopieer, VAST } from './dom.js';
import { haalBlad } from './haal.js';
import { vatSamen } from './keuzes.js';

const formulier = /** @type {HTMLFormElement} */ (document.getElementById('bouwer'));
const regel = /** @type {HTMLTextAreaElement} */ (document.getElementById('regel'));
const voorbeeld = /** @type {HTMLIFrameElement} */ (document.getElementById('voorbeeld'));
const adres = /** @type {HTMLAnchorElement} */ (document.getElementById('adres'));
const knop = document.getElementById('kopieer');
const gekopieerd = document.getElementById('gekopieerd');
document.documentElement.classList.add('met-js');
let klok = 0;
let vraagnummer = 0;

/** The server makes the line, so that there is one place that knows how. */
async function ververs() {
  const keuzes = new URLSearchParams([...new FormData(formulier)].filter(([, waarde]) => waarde));
  vraagnummer += 1;
  const nummer = vraagnummer;
  const blad = await haalBlad(`/insluiten?${keuzes}`).catch(() => null);
  if (nummer !== vraagnummer || !blad) return;
  regel.value = blad.getElementById('regel').textContent;
  adres.href = blad.getElementById('adres').getAttribute('href');
  const nieuw = blad.getElementById('voorbeeld');
  voorbeeld.height = nieuw.getAttribute('height');
  voorbeeld.title = nieuw.title;
  if (voorbeeld.getAttribute('src') !== nieuw.getAttribute('src')) voorbeeld.src = nieuw.getAttribute('src');
  gekopieerd.textContent = '';
  const vraag = keuzes.size ? `?${keuzes}` : '';
  history.replaceState(null, '', vol(`/insluiten${vraag}`));
}

formulier.addEventListener('input', ({ target }) => {
  if (target.name === 'verband' && formulier.querySelectorAll('input[name=verband]:checked').length > 8) target.checked = false;
  vatSamen(formulier);
  clearTimeout(klok);
  klok = setTimeout(ververs, 250);
});
formulier.addEventListener('submit', (gebeurtenis) => { gebeurtenis.preventDefault(); ververs(); });
knop.hidden = false;
if (VAST) { // no server has read the address, or knows it
  import('./vast.js').then(({ vulUitAdres }) => vulUitAdres(formulier)).then(ververs);
}
knop.addEventListener('click', async () => {
  gekopieerd.textContent = await kopieer(regel) ? 'Gekopieerd.' : 'De regel is geselecteerd. Kopieer met Ctrl+C.';
});

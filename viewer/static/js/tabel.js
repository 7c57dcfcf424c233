/** The table without a new page for each choice; the server makes it, also without this script. */

import { adres as vol, gewoneKlik, isPublished } from './dom.js';
import { haalBlad } from './haal.js';
import { vatSamen } from './keuzes.js';

const formulier = /** @type {HTMLFormElement} */ (document.getElementById('tabel-keuzes'));
const inhoud = document.getElementById('tabel-inhoud');
let nummer = 0;

/** Fetches the page at an address and puts its table in place. @param {string} adres */
async function toon(adres, bewaar = true) {
  nummer += 1;
  const dit = nummer;
  const focus = document.activeElement?.id;
  inhoud.setAttribute('aria-busy', 'true');
  const blad = await haalBlad(`/tabel${new URL(adres, location.href).search}`).catch(() => null);
  if (dit !== nummer) return;
  if (!blad) {
    if (!isPublished()) location.href = adres; // the page itself says what is wrong
    return;
  }
  const vak = inhoud.querySelector('.tabel-schuif');
  const links = vak?.scrollLeft ?? 0;
  const telling = inhoud.querySelector('#tabel-telling');
  const nieuw = blad.getElementById('tabel-inhoud');
  telling.textContent = nieuw.querySelector('#tabel-telling').textContent;
  nieuw.querySelector('#tabel-telling').remove();
  inhoud.replaceChildren(telling, ...nieuw.children); // the same live region, so that it is read aloud
  inhoud.querySelector('.tabel-schuif')?.scrollTo({ left: links });
  if (focus?.startsWith('kop-')) document.getElementById(focus)?.focus();
  inhoud.removeAttribute('aria-busy');
  if (bewaar) history.pushState(null, '', adres);
}

const adresVan = () => {
  const keuzes = new URLSearchParams([...new FormData(formulier)].filter(([, waarde]) => waarde));
  const sorteer = new URLSearchParams(location.search).get('sorteer');
  if (sorteer) keuzes.set('sorteer', sorteer);
  const vraag = keuzes.size ? `?${keuzes}` : '';
  return vol(`/tabel${vraag}`);
};

formulier.addEventListener('submit', (gebeurtenis) => { gebeurtenis.preventDefault(); toon(adresVan()); });
formulier.addEventListener('change', () => { vatSamen(formulier); toon(adresVan()); });
inhoud.addEventListener('click', (gebeurtenis) => {
  const link = /** @type {HTMLElement} */ (gebeurtenis.target).closest('thead a, .bladeren a');
  if (!link || !gewoneKlik(gebeurtenis)) return;
  gebeurtenis.preventDefault();
  toon(link.getAttribute('href'));
});
addEventListener('popstate', () => { location.reload(); });

if (isPublished() && location.search) { // no server has read the address
  const { vulUitAdres } = await import('./vast.js');
  await vulUitAdres(formulier);
  toon(location.href, false);
}

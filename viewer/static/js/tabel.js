/** The table without a new page for each choice; the server makes it, also without this script. */

import { gewoneKlik } from './dom.js';

const formulier = /** @type {HTMLFormElement} */ (document.getElementById('tabel-keuzes'));
const inhoud = document.getElementById('tabel-inhoud');
let nummer = 0;

/** Fetches the page at an address and puts its table in place. @param {string} adres */
async function toon(adres, bewaar = true) {
  nummer += 1;
  const dit = nummer;
  const focus = document.activeElement?.id;
  inhoud.setAttribute('aria-busy', 'true');
  let antwoord;
  try {
    antwoord = await fetch(adres);
  } catch {
    antwoord = null;
  }
  if (dit !== nummer) return;
  if (!antwoord?.ok) {
    location.href = adres; // the page itself says what is wrong
    return;
  }
  const blad = new DOMParser().parseFromString(await antwoord.text(), 'text/html');
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
  return `/tabel${vraag}`;
};

formulier.addEventListener('submit', (gebeurtenis) => { gebeurtenis.preventDefault(); toon(adresVan()); });
formulier.addEventListener('change', () => toon(adresVan()));
inhoud.addEventListener('click', (gebeurtenis) => {
  const link = /** @type {HTMLElement} */ (gebeurtenis.target).closest('thead a, .bladeren a');
  if (!link || !gewoneKlik(gebeurtenis)) return;
  gebeurtenis.preventDefault();
  toon(link.getAttribute('href'));
});
addEventListener('popstate', () => { location.reload(); });

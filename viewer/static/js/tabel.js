/** The table without a new page for each choice; the server makes it too, without this script. */

import { byId, gewoneKlik } from './dom.js';
import { fetchData } from './data.js';
import { tabel } from './delen/e-tabel.js';
import { velden, vraagVan, vulFormulier } from './keuzes.js';
import { patch } from './patch.js';
import './schoon.js';
import { adres, gepubliceerd } from './taal.js';
import { leesToestand } from './toestand.js';
import { formView } from './views/form.js';
import { readAsked, readColumns, tableView } from './views/table.js';

const formulier = /** @type {HTMLFormElement} */ (byId('tabel-keuzes'));
const inhoud = byId('tabel-inhoud');
const kolommen = readColumns(JSON.parse(byId('eigen-script').dataset.kolommen ?? '[]'));
let nummer = 0;

/** Draws what an address asks for. @param {string} naar @param {boolean} bewaar whether it becomes the address of the page */
async function toon(naar, bewaar = true) {
  nummer += 1;
  const dit = nummer;
  inhoud.setAttribute('aria-busy', 'true');
  const gegevens = await fetchData().catch(() => null);
  if (dit !== nummer) return;
  if (!gegevens) {
    if (!gepubliceerd()) location.href = naar; // the server can make it
    return;
  }
  const { search } = new URL(naar, location.href);
  const keuze = leesToestand(search, gegevens.filters);
  const ask = readAsked(kolommen, new URLSearchParams(search));
  patch(inhoud, tabel(tableView(gegevens, keuze, kolommen, ask)));
  vulFormulier(formulier, formView(gegevens, keuze, { own: ['q', 'peildatum'], also: velden(formulier) }));
  for (const vak of /** @type {NodeListOf<HTMLInputElement>} */ (formulier.querySelectorAll('input[name=kolom]'))) vak.checked = ask.kolommen.includes(vak.value);
  inhoud.removeAttribute('aria-busy');
  if (bewaar) history.pushState(null, '', naar);
}

function adresVan() {
  const keuzes = vraagVan(formulier);
  const sorteer = new URLSearchParams(location.search).get('sorteer');
  if (sorteer) keuzes.set('sorteer', sorteer);
  return adres(`/tabel${keuzes.size ? '?' : ''}${keuzes}`);
}

formulier.addEventListener('submit', (gebeurtenis) => { gebeurtenis.preventDefault(); toon(adresVan()); });
formulier.addEventListener('change', () => { toon(adresVan()); });
inhoud.addEventListener('click', (gebeurtenis) => {
  const link = /** @type {HTMLElement} */ (gebeurtenis.target).closest('thead a, .paginas a, [data-wis]');
  if (!link || !gewoneKlik(gebeurtenis)) return;
  gebeurtenis.preventDefault();
  toon(/** @type {string} */ (link.getAttribute('href')));
});
addEventListener('popstate', () => { toon(location.href, false); });
if (gepubliceerd() && location.search) toon(location.href, false); // no server has read the address

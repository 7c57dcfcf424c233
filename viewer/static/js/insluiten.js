/** The embed builder: the line to copy and the example follow each choice. */

import { byId, kopieer } from './dom.js';
import { fetchData } from './data.js';
import { regel as schrijfRegel } from './delen/g-insluiten.js';
import { vraagVan, vulFormulier } from './keuzes.js';
import './schoon.js';
import { adres, gepubliceerd } from './taal.js';
import { leesToestand } from './toestand.js';
import { embedView } from './views/embed.js';
import { formView } from './views/form.js';

const formulier = /** @type {HTMLFormElement} */ (byId('bouwer'));
const regel = /** @type {HTMLTextAreaElement} */ (byId('regel'));
const voorbeeld = /** @type {HTMLIFrameElement} */ (byId('voorbeeld'));
const knop = byId('kopieer');
const gekopieerd = byId('gekopieerd');
document.documentElement.classList.add('met-js');
let klok = 0;
let getoond = voorbeeld.getAttribute('src');

/** Draws what the form, or an address, asks for. @param {URLSearchParams} vraag */
async function toon(vraag) {
  const gegevens = await fetchData();
  const { constanten, filters } = gegevens;
  const keuze = leesToestand(String(vraag), filters);
  const [laagste, gewoon, hoogste] = constanten.hoogte;
  const hoogte = Math.min(hoogste, Math.max(laagste, Number(vraag.get('hoogte')) || gewoon));
  const zonder = constanten.weglaten.filter((deel) => vraag.getAll('zonder').includes(deel));
  const beeld = embedView(gegevens, keuze, { zonder, hoogte, script: vraag.get('script') === 'ja' });
  vulFormulier(formulier, formView(gegevens, keuze, { own: ['peildatum'], also: filters.map(({ parameter }) => parameter), count: false, alone: true }));
  regel.value = schrijfRegel(beeld);
  byId('adres').setAttribute('href', adres(beeld.adres));
  voorbeeld.height = String(beeld.hoogte);
  voorbeeld.title = `Voorbeeld: ${beeld.titel}`;
  if (getoond !== adres(beeld.adres)) {
    getoond = adres(beeld.adres);
    // In its place: a new `src` would be a step in the history, and Back would move the example only.
    if (voorbeeld.contentWindow) voorbeeld.contentWindow.location.replace(getoond);
    else voorbeeld.src = getoond;
  }
  gekopieerd.textContent = 'De regel en het voorbeeld zijn aangepast.';
  history.replaceState(null, '', adres(`/insluiten${vraag.size ? '?' : ''}${vraag}`));
}

formulier.addEventListener('input', (gebeurtenis) => {
  const vak = /** @type {HTMLInputElement} */ (gebeurtenis.target);
  const most = Number(formulier.dataset.lagen);
  if (vak.name === 'verband' && formulier.querySelectorAll('input[name=verband]:checked').length > most) vak.checked = false;
  clearTimeout(klok);
  klok = setTimeout(() => toon(vraagVan(formulier)), 250);
});
formulier.addEventListener('submit', (gebeurtenis) => { gebeurtenis.preventDefault(); toon(vraagVan(formulier)); });
knop.hidden = false;
if (gepubliceerd()) vulUitAdres(); // no server has read the address, or knows it
knop.addEventListener('click', async () => {
  gekopieerd.textContent = await kopieer(regel) ? 'Gekopieerd.' : 'De regel is geselecteerd. Kopieer met Ctrl+C.';
});

async function vulUitAdres() {
  const vraag = new URLSearchParams(location.search);
  for (const veld of /** @type {Iterable<HTMLInputElement>} */ (/** @type {unknown} */ (formulier.elements))) {
    if (!['hoogte', 'zonder', 'script'].includes(veld.name) || !vraag.has(veld.name)) continue;
    if (veld.type === 'checkbox') veld.checked = vraag.getAll(veld.name).includes(veld.value);
    else veld.value = vraag.get(veld.name) ?? '';
  }
  await toon(vraag);
}

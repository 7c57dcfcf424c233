/** Ties between gemeenten on the map: lines by how much they share, with a threshold and a filter. */

import { aantal, adres, el, isPublished } from './dom.js';
import { haalBlad } from './haal.js';
import { kaarten } from './kaart/verbanden.js';
import { zoomKnoppen } from './kaart/gebieden.js';
import { plaatsNamen } from './kaart/namen.js';
import { leesFormulier, vatSamen, vulKeuzes } from './keuzes.js';
import { maakSorteerbaar } from './sorteer.js';
import { leesToestand, schrijfToestand } from './toestand.js';
import { kiesParen } from './verbind.js';

const TINTEN = ['#9cc4cf', '#6aa5b6', '#3f869d', '#1c6c80', '#0b3f50'];
const verbanden = kaarten.get('map_kaart');
const wacht = document.getElementById('kaart-wacht');
document.documentElement.classList.add('met-js');
wacht.hidden = false;

verbanden.klaar.then(start).catch(() => {
  wacht.textContent = 'De kaart kon niet worden geladen. De lijst hieronder werkt wel.';
  wacht.setAttribute('role', 'alert');
});

async function start() {
  wacht.hidden = true;
  const { kaart, gebieden, gegevens } = verbanden;
  const { filters } = gegevens;
  kaart.createPane('lijnen').style.zIndex = 425;
  kaart.scrollWheelZoom.disable();
  plaatsNamen(kaart, gebieden);
  zoomKnoppen(kaart);
  kaart.getContainer().setAttribute('aria-label', 'Kaart van verbindingen; de lijst eronder bevat hetzelfde');
  gebieden.gemeenten.forEach((gemeente, nummer) => gebieden.lagen[nummer].setStyle({
    color: '#b9c0c5', weight: 1, fillColor: gemeente.in ? '#f4f3ef' : '#ffffff', fillOpacity: gebieden.opties.achtergrond ? 0.35 : 1,
  }));
  const formulier = /** @type {HTMLFormElement} */ (document.getElementById('ties-keuzes'));
  const schuif = /** @type {HTMLInputElement} */ (document.getElementById('minimaal'));
  const laag = L.layerGroup().addTo(kaart);
  const vel = L.svg({ pane: 'lijnen', padding: 0.5 });
  const doos = document.getElementById('ties-gekozen');
  const naam = (nummer) => gebieden.gemeenten[nummer].naam;
  let paren = [];
  let hoogste = 1;

  /** The pairs that the address asks for, least first, so that the strongest lie on top. */
  function reken() {
    const keuze = leesToestand(location.search, filters);
    const over = gegevens.kies(keuze, filters.filter(({ gebied }) => gebied));
    paren = kiesParen(gegevens, over, keuze).paren.sort((x, y) => x.gedeeld.length - y.gedeeld.length);
    hoogste = paren.at(-1)?.gedeeld.length ?? 1;
  }

  function kies({ a, b, gedeeld }) {
    doos.replaceChildren(
      el('button', { type: 'button', class: 'sluit', 'aria-label': 'Sluiten', onclick: () => { doos.hidden = true; teken(); } }, '×'),
      el('h2', { tabindex: '-1' }, `${naam(a)} en ${naam(b)}`),
      el('p', {}, `Zij delen ${aantal(gedeeld.length, 'samenwerkingsverband', 'samenwerkingsverbanden')}:`),
      el('ul', {}, ...gedeeld.map((verband) => el('li', {}, el('a', { href: adres(`/samenwerkingsverbanden/${verband.slug}`) }, verband.naam)))));
    doos.hidden = false;
    teken([a, b]);
    doos.querySelector('h2').focus({ preventScroll: true });
    doos.scrollIntoView({ block: 'nearest' });
  }

  function teken(gekozen = []) {
    laag.clearLayers();
    const minimaal = Number(schuif.value);
    const boven = paren.filter(({ gedeeld }) => gedeeld.length >= minimaal);
    for (const paar of boven) {
      const deel = hoogste === minimaal ? 1 : (paar.gedeeld.length - minimaal) / (hoogste - minimaal);
      const is = gekozen[0] === paar.a && gekozen[1] === paar.b;
      L.polyline([gebieden.labelpunt(paar.a), gebieden.labelpunt(paar.b)], {
        renderer: vel, pane: 'lijnen', className: 'verbinding', weight: is ? 9 : 1.2 + deel * 7,
        color: is ? '#a8327e' : TINTEN[Math.min(4, Math.floor(deel * 5))], opacity: 0.9,
      }).on('click', () => kies(paar)).addTo(laag);
    }
    document.getElementById('minimaal-tekst').textContent = String(minimaal);
    document.getElementById('ties-telling').textContent = `${aantal(boven.length, 'paar', 'paren')} van gemeenten met minstens ${minimaal} gedeeld.`;
  }
  /** The list and the matrix are the server's: they come with the same address, without leaving the page. */
  let nummer = 0;
  async function ververs() {
    nummer += 1;
    const eigen = nummer;
    const lijsten = document.getElementById('ties-lijsten');
    lijsten.setAttribute('aria-busy', 'true');
    reken();
    const blad = await haalBlad(`/verbanden${location.search}`).catch(() => null);
    if (eigen !== nummer) return;
    if (!blad) {
      document.getElementById('ties-telling').textContent = 'De lijst kon niet worden opgehaald. Probeer het nog eens.';
      lijsten.removeAttribute('aria-busy');
      return;
    }
    const nieuw = /** @type {HTMLInputElement} */ (blad.getElementById('minimaal'));
    schuif.max = nieuw.max;
    schuif.value = nieuw.value;
    lijsten.replaceChildren(...blad.getElementById('ties-lijsten').children);
    maakSorteerbaar(document.getElementById('ties-tabel'));
    doos.hidden = true;
    teken();
    lijsten.removeAttribute('aria-busy');
  }

  function nieuwAdres(metDrempel) {
    const vraag = schrijfToestand(leesFormulier(formulier, filters), filters);
    const drempel = metDrempel ? `${vraag ? '&' : '?'}minimaal=${schuif.value}` : '';
    return adres(`/verbanden${vraag}${drempel}`);
  }

  schuif.addEventListener('input', () => { doos.hidden = true; teken(); });
  formulier.addEventListener('change', ({ target }) => {
    if (target === schuif) history.replaceState(null, '', nieuwAdres(true));
    else history.pushState(null, '', nieuwAdres(false));
    vatSamen(formulier);
    ververs();
  });
  formulier.addEventListener('submit', (gebeurtenis) => gebeurtenis.preventDefault());
  function naarAdres() {
    vulKeuzes(formulier, leesToestand(location.search, filters), filters);
    return ververs();
  }
  addEventListener('popstate', naarAdres);
  reken();
  teken();
  if (isPublished() && location.search) await naarAdres(); // no server has read the address
  document.documentElement.dataset.kaart = 'klaar';
}

maakSorteerbaar(document.getElementById('ties-tabel'));

/** Verbindingen of gemeenten on the map: lines by how much they share, with a threshold and a filter. */

import { byId } from './dom.js';
import { drempel, telling, verbinding, verbindingen } from './delen/f-verbindingen.js';
import { zoomKnoppen } from './kaart/gebieden.js';
import { plaatsNamen } from './kaart/namen.js';
import { kaarten } from './kaart/verbanden.js';
import { leesFormulier, velden, vulFormulier } from './keuzes.js';
import { patch } from './patch.js';
import { maakSorteerbaar } from './sorteer.js';
import './schoon.js';
import { adres } from './taal.js';
import { leesToestand, schrijfToestand } from './toestand.js';
import { formView } from './views/form.js';
import { above, computeVerbindingen, pairView, summaryView, verbindingenView } from './views/verbindingen.js';

const verbanden = /** @type {import('./kaart/verbanden.js').Verbanden} */ (kaarten.get('map_kaart'));
const wacht = byId('kaart-wacht');
document.documentElement.classList.add('met-js');
wacht.hidden = false;

// A word that was searched is found in what comes in a file of its own.
verbanden.klaar.then(() => verbanden.haalTeksten()).then(start).catch((fout) => {
  console.error(fout);
  wacht.textContent = 'De kaart kon niet worden geladen. De lijst hieronder werkt wel.';
  wacht.setAttribute('role', 'alert');
});

function start() {
  wacht.hidden = true;
  const { kaart, gebieden, gegevens } = verbanden;
  const { filters, constanten: { lijnen, tekening } } = gegevens;
  const { style } = kaart.createPane('lijnen');
  style.zIndex = '425';
  kaart.scrollWheelZoom.disable();
  plaatsNamen(kaart, gebieden);
  zoomKnoppen(kaart);
  kaart.getContainer().setAttribute('aria-label', 'Kaart van verbindingen; de lijst eronder bevat hetzelfde');
  gebieden.gemeenten.forEach((gemeente, nummer) => gebieden.lagen[nummer].setStyle({
    color: tekening.rand, weight: 1, fillColor: gemeente.in ? tekening.land : tekening.buiten, fillOpacity: gebieden.opties.achtergrond ? 0.35 : 1,
  }));
  const formulier = /** @type {HTMLFormElement} */ (byId('verbindingen-keuzes'));
  const laag = L.layerGroup().addTo(kaart);
  const vel = L.svg({ pane: 'lijnen', padding: 0.5 });
  const doos = byId('verbindingen-gekozen');
  let keuze = leesToestand(location.search, filters);
  let gevonden = computeVerbindingen(gegevens, keuze);
  /** The threshold that the address asks for, if any. */
  const asked = () => Number(new URLSearchParams(location.search).get('minimaal')) || null;
  const summary = () => summaryView(gegevens, keuze, gevonden, asked());

  /** @param {ReturnType<typeof summaryView>} view @param {import('./views/verbindingen.js').Pair} [gekozen] */
  function drawLines({ minimaal, hoogste }, gekozen) {
    laag.clearLayers();
    // Least first, so that the strongest lie on top.
    for (const paar of above(gevonden.paren, minimaal).reverse()) {
      const deel = hoogste === minimaal ? 1 : (paar.gedeeld.length - minimaal) / (hoogste - minimaal);
      L.polyline([gebieden.labelpunt(gegevens.loop.vlak(paar.a)), gebieden.labelpunt(gegevens.loop.vlak(paar.b))], {
        renderer: vel, pane: 'lijnen', className: 'verbinding', weight: paar === gekozen ? 9 : 1.2 + deel * 7, opacity: 0.9,
        color: paar === gekozen ? tekening.lijnGekozen : lijnen[Math.min(lijnen.length - 1, Math.floor(deel * lijnen.length))],
      }).on('click', () => choose(paar)).addTo(laag);
    }
  }

  /** @param {import('./views/verbindingen.js').Pair} paar */
  function choose(paar) {
    patch(doos, verbinding(pairView(gegevens, paar)));
    doos.hidden = false;
    drawLines(summary(), paar);
    doos.querySelector('h2')?.focus({ preventScroll: true });
    doos.scrollIntoView({ block: 'nearest' });
  }

  function draw(lists = true) {
    const view = summary();
    doos.hidden = true;
    drawLines(view);
    byId('verbindingen-telling').textContent = telling(view);
    patch(byId('drempel'), drempel(view));
    if (!lists) return;
    patch(byId('verbindingen-lijsten'), verbindingen(verbindingenView(gegevens, keuze, gevonden, asked())));
    maakSorteerbaar(/** @type {HTMLTableElement|null} */ (document.getElementById('verbindingen-tabel')));
  }

  function fromAddress() {
    keuze = leesToestand(location.search, filters);
    gevonden = computeVerbindingen(gegevens, keuze);
    vulFormulier(formulier, formView(gegevens, keuze, { also: ['gemeente', ...velden(formulier)], count: false }));
    draw();
  }

  /** @param {number} [minimaal] */
  function address(minimaal) {
    const vraag = schrijfToestand(leesFormulier(formulier, filters), filters);
    const drempelVraag = minimaal ? `${vraag ? '&' : '?'}minimaal=${minimaal}` : '';
    return adres(`/wie-met-wie${vraag}${drempelVraag}`);
  }

  formulier.addEventListener('input', ({ target }) => {
    if (/** @type {HTMLElement} */ (target).id !== 'minimaal') return;
    history.replaceState(null, '', address(Number(/** @type {HTMLInputElement} */ (target).value)));
    draw(false);
  });
  formulier.addEventListener('change', ({ target }) => {
    if (/** @type {HTMLElement} */ (target).id === 'minimaal') return draw();
    history.pushState(null, '', address(asked() ?? undefined)); // a threshold that was set stays
    return fromAddress();
  });
  formulier.addEventListener('submit', (gebeurtenis) => gebeurtenis.preventDefault());
  doos.addEventListener('click', ({ target }) => {
    if (/** @type {HTMLElement} */ (target).closest('[data-sluit]')) draw(false);
  });
  addEventListener('popstate', fromAddress);
  if (location.search) fromAddress(); // in a published copy no server has read it
  else draw(false);
  Object.assign(document.documentElement.dataset, { kaart: 'klaar', teksten: 'klaar' });
}

maakSorteerbaar(/** @type {HTMLTableElement|null} */ (document.getElementById('verbindingen-tabel')));

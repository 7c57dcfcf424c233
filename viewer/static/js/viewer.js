/** The viewer: what a visitor does changes what is chosen, and what is chosen is drawn. */

import { byId, el, gewoneKlik } from './dom.js';
import { lijstZin } from './doordetijd.js';
import { wijsAan } from './kaart/aanwijzer.js';
import { makePicture } from './kaart/beeld.js';
import { adem, zoomKnoppen } from './kaart/gebieden.js';
import { plaatsNamen } from './kaart/namen.js';
import { kaarten } from './kaart/verbanden.js';
import { layersOf } from './layers.js';
import { drawPanel } from './paneel.js';
import { gelezenVraag, leesZelf } from './schoon.js';
import { makeStore } from './store.js';
import { aantal, adres, met_zonder } from './taal.js';
import { beeldAdres, leegToestand, leesToestand, schrijfToestand } from './toestand.js';
import { keepRow, placeNow, restorePlace } from './trail.js';
import { pointedAt } from './views/cards.js';
import { panelView, without } from './views/panel.js';
import { maakIndex, maakZoekveld } from './zoek.js';

/** @typedef {import('./toestand.js').Toestand} Toestand @typedef {import('./toestand.js').Change} Change
 * @typedef {{zeg?: string, focus?: string, preventScroll?: boolean, replace?: boolean}} Told zeg: what a screen reader says;
 *   focus: what gets it */

/** Inside another site's page: /kaart. */
const INGESLOTEN = document.body.classList.contains('page-kaart');
const verbanden = /** @type {import('./kaart/verbanden.js').Verbanden} */ (kaarten.get('map_kaart'));
const wacht = byId('kaart-wacht');
const melding = byId('melding');
const ingesloten = INGESLOTEN ? import('./ingesloten.js') : null;
const eigen = INGESLOTEN ? null : import('./page.js');
document.documentElement.classList.add('met-js');
ingesloten?.then(({ spreekMetHost }) => spreekMetHost(byId('viewer')));
wacht.hidden = false;

verbanden.klaar.then(start).catch((fout) => {
  console.error(fout);
  wacht.textContent = 'De kaart kon niet worden geladen. De lijst werkt wel. Laad de pagina opnieuw om het nog eens te proberen.';
  wacht.setAttribute('role', 'alert');
});

async function start() {
  wacht.hidden = true;
  const { kaart, gebieden, gegevens } = verbanden;
  const { filters, constanten } = gegevens;
  ingesloten?.then(({ laatScrollen }) => laatScrollen(kaart));
  await adem();
  const picture = makePicture(verbanden, plaatsNamen(kaart, gebieden));
  await adem();
  zoomKnoppen(kaart);
  kaart.getContainer().setAttribute('aria-label', 'Kaart van gemeenten; verschuif met de pijltjes, zoom met plus en min');

  const zonder = new URLSearchParams(location.search).getAll('zonder').filter((wat) => constanten.weglaten.includes(wat));
  const pad = INGESLOTEN ? '/kaart' : '/';
  const vraag = (/** @type {Toestand} */ toestand) => schrijfToestand(toestand, filters);
  const store = makeStore({
    first: gelezenVraag(),
    read: (query) => leesToestand(query, filters),
    write: (toestand) => location.pathname + met_zonder(vraag(toestand), zonder),
    place: placeNow,
  });
  leesZelf(filters, (toestand) => met_zonder(vraag(toestand), zonder));

  // -- drawing what is chosen

  /** @param {Toestand} toestand @param {import('./gegevens.js').Verband[]} left */
  function drawAround(toestand, left) {
    drawPanel(panelView(gegevens, toestand, left, verbanden.aan, zonder), pad, zonder);
    byId('wis').hidden = !vraag(toestand);
    const beeld = beeldAdres(vraag(toestand));
    byId('bewaar').hidden = !beeld;
    byId('bewaar').setAttribute('href', beeld ?? '');
    document.getElementById('naar-viewer')?.setAttribute('href', adres(`/${vraag(toestand)}`));
  }
  store.subscribe((toestand, back) => {
    const left = gegevens.inLijst(toestand);
    picture.draw(toestand, left);
    drawAround(toestand, left);
    if (!back) return;
    restorePlace(/** @type {import('./trail.js').Place} */ (back));
    melding.textContent = inList();
  });

  const inList = (toestand = store.get()) => lijstZin(gegevens, toestand);

  /** Chooses otherwise, and tells of it. @param {Change} part @param {Told} [told] */
  function change(part, { zeg = '', focus = '', preventScroll = false, replace = false } = {}) {
    // In someone else's page their Back must leave that page, not step through our map.
    store.change(part, { replace: replace || INGESLOTEN });
    if (zeg) melding.textContent = zeg;
    if (focus) /** @type {HTMLElement|null} */ (document.querySelector(focus))?.focus({ preventScroll });
    // A map in another site's page tells it what was chosen; see docs/insluiten.md.
    document.dispatchEvent(new CustomEvent('samenwerkingskaart:keuze', { detail: { ...store.get() } }));
  }

  // -- what a visitor can choose

  /** @param {string} slug */
  function chooseGemeente(slug) {
    const nummer = /** @type {number} */ (gegevens.gemeentePerSlug.get(slug));
    const { geteld: { register, zelf, niet } } = gegevens.partners(nummer, gegevens.dag(store.get().peildatum), store.get());
    const mee = gegevens.elders(nummer) ? ' gekozen' : `: ${aantal(register + zelf + niet, 'samenwerkingsverband', 'samenwerkingsverbanden')}, ${register} uit het register`;
    change({ gemeente: [slug], verband: [], q: '' }, { zeg: `${gegevens.gemeenten[nummer].naam}${mee}.`, focus: '#gekozen h2' });
    show([nummer]);
  }

  /** @param {string} slug @param {boolean} aan @param {Told & {part?: Change}} [told] part: what else changes */
  function switchLayer(slug, aan, { part = {}, ...told } = {}) {
    const anders = store.get().verband.filter((ander) => ander !== slug);
    const vol = aan && layersOf(gegevens, [], [...anders, slug]).length <= layersOf(gegevens, [], anders).length;
    melding.classList.toggle('alleen-voorlezen', !vol);
    if (vol) {
      melding.textContent = 'De kaart toont hoogstens acht samenwerkingsverbanden tegelijk. Zet er eerst een uit.';
      const vak = /** @type {HTMLInputElement|null} */ (document.querySelector(`#lijst input[value="${CSS.escape(slug)}"]`));
      if (vak) vak.checked = false;
      return;
    }
    const verband = /** @type {import('./gegevens.js').Verband} */ (gegevens.perSlug.get(slug));
    const leden = gegevens.leden(verband, gegevens.dag(store.get().peildatum));
    const zeg = aan ? `${verband.naam} aan: ${aantal(leden.length, 'gemeente', 'gemeenten')} op de kaart.` : `${verband.naam} uit.`;
    keepRow(slug, () => change({ ...part, verband: aan ? [...anders, slug] : anders }, { zeg, ...told }));
    if (aan && leden.length) requestAnimationFrame(() => show(leden.map((nummer) => gegevens.loop.vlak(nummer)))); // first the layer, then the way to it
  }

  /** Closes a card and goes on where it was: to the next card, the row of the list that it is of, or the list.
   * @param {string} sluit @param {string} slug @param {HTMLElement} element */
  function closeCard(sluit, slug, element) {
    const kaartje = /** @type {HTMLElement} */ (element.closest('.kaartje'));
    const naam = kaartje.querySelector('h2')?.textContent ?? '';
    const buur = /** @type {HTMLElement|null} */ (kaartje.nextElementSibling?.closest('.kaartje') ?? kaartje.previousElementSibling?.closest('.kaartje'));
    const verder = buur ? `#gekozen [data-sleutel="${CSS.escape(buur.dataset.sleutel ?? '')}"] h2` : '#lijst-titel';
    change(without(store.get(), sluit, slug), { zeg: `${naam} gesloten.` });
    const rij = buur || sluit !== 'verband' ? null : document.querySelector(`#lijst input[value="${CSS.escape(slug)}"]`);
    /** @type {HTMLElement|null} */ (rij ?? document.querySelector(verder))?.focus();
  }

  /** Brings gemeenten into view, when they are not. @param {number[]} nummers @param {ShowOptions} [opties] */
  function show(nummers, opties = {}) {
    const grenzen = gebieden.grenzen(nummers);
    const stil = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const hier = kaart.getBounds();
    const klein = grenzen.getNorth() - grenzen.getSouth() < (hier.getNorth() - hier.getSouth()) / 12;
    if (kaart.bedekt() || !hier.contains(grenzen) || klein) kaart.toonGrenzen(grenzen, { rand: 30, animate: !stil, ...opties });
  }

  // -- what a visitor does

  /** @type {import('./zoek.js').Vondst[]|null} */
  let index = null;
  maakZoekveld({
    index: () => (index ??= maakIndex(gegevens)),
    gekozen: ({ soort, slug }) => {
      const { peildatum } = store.get();
      if (soort === 'gemeente') chooseGemeente(slug);
      else switchLayer(slug, true, { part: leegToestand(filters, peildatum), focus: '#gekozen h2' });
    },
  });

  const keuzes = /** @type {HTMLFormElement} */ (byId('keuzes'));
  keuzes.addEventListener('submit', (gebeurtenis) => gebeurtenis.preventDefault());
  keuzes.addEventListener('change', (gebeurtenis) => {
    const vak = /** @type {HTMLInputElement} */ (gebeurtenis.target);
    if (vak.id === 'jaar') return;
    if (vak.name === 'verband') {
      switchLayer(vak.value, vak.checked, { focus: `#lijst input[value="${CSS.escape(vak.value)}"]`, preventScroll: true });
    } else if (vak.name === 'peildatum') {
      if (!vak.value || vak.validity.valid) chooseFilter({ peildatum: vak.value });
    } else {
      const gekozen = /** @type {NodeListOf<HTMLInputElement>} */ (keuzes.querySelectorAll(`input[name="${vak.name}"]:checked`));
      chooseFilter({ [vak.name]: [...gekozen].map(({ value }) => value) });
    }
  });
  /** @param {Change} part */
  const chooseFilter = (part, replace = false) => change(part, { zeg: inList(/** @type {Toestand} */ (/** @type {unknown} */ ({ ...store.get(), ...part }))), replace });

  // Dragging passes many years: together they are one step for Back.
  let schuift = false;
  keuzes.addEventListener('input', (gebeurtenis) => {
    const jaar = /** @type {HTMLInputElement} */ (gebeurtenis.target);
    if (jaar.id !== 'jaar') return;
    chooseFilter({ peildatum: jaar.value === jaar.max ? '' : `${jaar.value}-01-01` }, schuift);
    schuift = true;
  });
  keuzes.addEventListener('focusout', () => { schuift = false; });

  /** What a click on an element does, by what marks it; the first that fits. @type {[string, (data: DOMStringMap, element: HTMLElement) => void][]} */
  const clicks = [
    ['[data-naar]', ({ naar = '' }) => {
      /** @type {HTMLElement|null} */ (document.querySelector(`#gekozen [data-verband="${CSS.escape(naar)}"] h2`))?.focus();
    }],
    ['#wis, [data-wis]', () => change(leegToestand(filters), { zeg: 'Alles is gewist.', focus: '#zoekveld' })],
    ['[data-sluit]', ({ sluit = '', slug = '' }, element) => closeCard(sluit, slug, element)],
    ['[data-weg]', ({ weg = '', slug = '' }, element) => {
      const left = without(store.get(), weg, slug);
      const naam = element.querySelector('.chip-naam')?.textContent;
      change(left, { zeg: `Filter ${naam} weg. ${inList(left)}`, focus: '#chips a, #lijst-titel' });
    }],
    ['[data-kies]', ({ kies = '' }) => chooseGemeente(kies)],
  ];
  byId('viewer').addEventListener('click', (gebeurtenis) => {
    const doel = /** @type {HTMLElement} */ (gebeurtenis.target);
    const [kiezer, doe] = clicks.find(([een]) => doel.closest(een)) ?? [];
    if (!kiezer || !doe || !gewoneKlik(gebeurtenis)) return;
    gebeurtenis.preventDefault();
    const element = /** @type {HTMLElement} */ (doel.closest(kiezer));
    doe(element.dataset, element);
  });

  wijsAan(kaart, gebieden, {
    kies: chooseGemeente,
    inhoud: (nummer) => {
      const toen = gegevens.loop.toen(nummer, gegevens.dag(store.get().peildatum)).filter((een) => een !== nummer).map((een) => gegevens.gemeenten[een].naam);
      const vroeger = toen.length ? [el('br'), `toen: ${toen.join(', ')}`] : [];
      return el('span', {}, el('strong', {}, gebieden.gemeenten[nummer].naam), ...vroeger, el('br'),
        pointedAt(gegevens, store.get(), nummer, picture.countOf(nummer)));
    },
  });

  // What cards say and search finds comes once the map works; before it is drawn where the address asks for it.
  const asked = store.get();
  const early = Boolean(asked.q || asked.verband.length || asked.gemeente.length);
  const texts = () => verbanden.haalTeksten().catch(() => {}); // who leaves at once needs none; without, a card is shorter
  if (early) await texts();

  // -- for the first time, with a breath between
  const left = gegevens.inLijst(store.get());
  picture.draw(store.get(), left);
  await adem();
  drawAround(store.get(), left);
  await adem();
  kaart.herpas();
  const eerst = picture.chosen(store.get());
  if (eerst.length) kaart.metRuimte(() => show(eerst, { animate: false }));
  restorePlace(history.state);
  const erbij = eigen?.then(({ makePage }) => makePage({
    kaart, gebieden, kiesGemeente: chooseGemeente, vraag: () => vraag(store.get()), meld: (zin) => { melding.textContent = zin; },
    lijst: () => ({ gegevens, left: gegevens.inLijst(store.get()), dag: gegevens.dag(store.get().peildatum) }),
  }));
  await Promise.resolve(erbij).finally(() => { document.documentElement.dataset.kaart = 'klaar'; });
  if (!early) {
    await texts();
    index = null;
    const lijst = gegevens.inLijst(store.get());
    if (store.get().q) picture.draw(store.get(), lijst);
    drawAround(store.get(), lijst);
  }
  document.documentElement.dataset.teksten = 'klaar';
}

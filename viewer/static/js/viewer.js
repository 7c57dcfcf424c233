/** The viewer: keeps the address, the panel and the map the same, whatever changes first. */

import { zetAdres } from './adresbalk.js';
import { aantal, adres, el, gewoneKlik } from './dom.js';
import { kaarten } from './kaart/verbanden.js';
import { adem, zoomKnoppen } from './kaart/gebieden.js';
import { plaatsNamen } from './kaart/namen.js';
import { tekenChips, tekenFilters, tekenKaartjes, tekenLijst, zonderKeuze } from './paneel.js';
import { gelezenVraag, leesZelf } from './schoon.js';
import { beeldAdres, leesToestand, schrijfToestand } from './toestand.js';
import { maakIndex, maakZoekveld } from './zoek.js';

const MAX_LAGEN = 8;
/** Light to dark; text and borders on them keep their contrast. */
const TINTEN = ['#dcebe8', '#b4d6d2', '#82b9b8', '#4d97a0', '#1c6c80'];

const verbanden = kaarten.get('map_kaart');
const wacht = document.getElementById('kaart-wacht');
const melding = document.getElementById('melding');
document.documentElement.classList.add('met-js');
/** Inside another site's page: /kaart. */
const INGESLOTEN = document.body.classList.contains('blad-kaart');
const ingesloten = INGESLOTEN ? import('./ingesloten.js') : null;
const eigen = INGESLOTEN ? null : import('./bladzij.js');
ingesloten?.then(({ spreekMetHost }) => spreekMetHost(document.getElementById('viewer')));
wacht.hidden = false;

verbanden.klaar.then(start).catch((fout) => {
  console.error(fout);
  wacht.textContent = 'De kaart kon niet worden geladen. De lijst werkt wel. Laad de pagina opnieuw om het nog eens te proberen.';
  wacht.setAttribute('role', 'alert');
});

async function start() {
  wacht.hidden = true;
  const { kaart, gebieden, gegevens } = verbanden;
  ingesloten?.then(({ laatScrollen }) => laatScrollen(kaart));
  const zonder = new URLSearchParams(location.search).getAll('zonder');
  await adem();
  const namen = plaatsNamen(kaart, gebieden);
  await adem();
  const { filters } = gegevens;
  const lees = (vraag) => leesToestand(vraag, filters);
  const schrijf = (keuze) => schrijfToestand(keuze, filters);
  let toestand = lees(gelezenVraag());
  leesZelf(filters, (keuze) => metZonder(schrijf(keuze)));
  let index = null;

  zoomKnoppen(kaart);
  kaart.getContainer().setAttribute('aria-label', 'Kaart van gemeenten; verschuif met de pijltjes, zoom met plus en min');

  function teken() {
    const over = gegevens.inLijst(toestand);
    tekenKaart(over);
    tekenPaneel(over);
  }

  function tekenKaart(over) {
    const dag = gegevens.dag(toestand.peildatum);
    verbanden.toon(toestand.verband.slice(0, MAX_LAGEN), dag);
    tekenGebieden(over, dag);
  }

  function tekenPaneel(over) {
    const vraag = schrijf(toestand);
    const kleuren = new Map(verbanden.aan.map(({ slug, kleur }) => [slug, kleur]));
    tekenLijst(gegevens, toestand, over, kleuren);
    tekenFilters(gegevens, toestand);
    tekenChips(gegevens, toestand, (keuze) => location.pathname + metZonder(schrijf(keuze)));
    tekenKaartjes(gegevens, toestand, verbanden.aan);
    document.getElementById('wis').hidden = !vraag;
    const beeld = beeldAdres(vraag);
    document.getElementById('bewaar').hidden = !beeld;
    document.getElementById('bewaar').setAttribute('href', beeld ?? '');
    const link = document.getElementById('naar-viewer');
    if (link) link.setAttribute('href', adres(`/${vraag}`));
  }

  function tekenGebieden(over, dag) {
    const gekozen = new Set(toestand.gemeente.map((slug) => gegevens.gemeentePerSlug.get(slug)).filter((n) => n !== undefined));
    const eerste = [...gekozen][0];
    const metLagen = verbanden.aan.length > 0;
    const tellen = eerste === undefined ? gegevens.tel(over, dag) : gegevens.partners(eerste, dag).gedeeld;
    const toont = (nummer) => !metLagen && tellen[nummer] > 0 && (eerste !== undefined ? nummer !== eerste : gebieden.gemeenten[nummer].in);
    const schaal = maakSchaal(tellen.filter((_, nummer) => toont(nummer)));
    gebieden.gemeenten.forEach((gemeente, nummer) => {
      const stijl = { color: gemeente.in ? '#7d8790' : '#c9ced3', weight: 1, fillColor: gemeente.in ? '#f4f3ef' : '#ffffff', fillOpacity: gebieden.opties.achtergrond ? 0.35 : 1 };
      if (toont(nummer)) Object.assign(stijl, { fillColor: schaal.tint(tellen[nummer]), fillOpacity: 0.92, color: '#ffffff' });
      if (metLagen && gemeente.in) stijl.color = '#a9b1b8';
      if (gekozen.has(nummer)) Object.assign(stijl, { color: '#1d1d1d', weight: 3.5 });
      if (gekozen.has(nummer) && !metLagen) Object.assign(stijl, { fillColor: '#f2b84b', fillOpacity: 0.95 });
      const sleutel = `${stijl.fillColor} ${stijl.fillOpacity} ${stijl.color} ${stijl.weight}`;
      if (stijlen[nummer] === sleutel) return;
      stijlen[nummer] = sleutel;
      gebieden.lagen[nummer].setStyle(stijl);
      if (gekozen.has(nummer)) gebieden.lagen[nummer].bringToFront();
    });
    const leden = new Set(verbanden.aan.flatMap(({ slug }) => gegevens.leden(gegevens.perSlug.get(slug), dag)));
    const eerst = () => namen.belangrijk(new Set([...gekozen, ...leden]));
    if (tellingen.length) requestAnimationFrame(eerst); // names come with the next frame
    else eerst();
    tekenLegenda(schaal, eerste, dag);
    tellingen = tellen;
  }
  let tellingen = [];
  /** How each area is drawn now: styling one again costs as much as the first time. @type {string[]} */
  const stijlen = [];

  function tekenLegenda(schaal, eerste, dag) {
    const doos = document.getElementById('legenda');
    const regels = [];
    let kop = 'Aantal samenwerkingsverbanden';
    if (verbanden.aan.length) {
      kop = verbanden.aan.length === 1 ? 'Doet mee' : 'Doet mee aan';
      for (const { slug, kleur } of verbanden.aan) {
        const verband = gegevens.perSlug.get(slug);
        regels.push(legendaRegel(kleur, `${verband.naam} (${gegevens.leden(verband, dag).length})`));
      }
      if (verbanden.aan.length > 1) regels.push(el('p', { class: 'legenda-uitleg' }, 'Gestreept: doet aan meer van deze mee.'));
    } else {
      if (eerste !== undefined) {
        kop = `Samen met ${gegevens.gemeenten[eerste].naam} in`;
        regels.push(legendaRegel('#f2b84b', gegevens.gemeenten[eerste].naam));
      }
      for (const [tint, van, tot] of schaal.klassen) {
        regels.push(legendaRegel(tint, van === tot ? String(van) : `${van} tot en met ${tot}`));
      }
      if (!schaal.klassen.length) regels.push(el('p', { class: 'legenda-uitleg' }, 'Geen gemeenten bij deze keuze.'));
    }
    doos.replaceChildren(el('h2', {}, kop), ...regels);
    doos.hidden = false;
  }

  /** What an embed leaves out stays left out. */
  function metZonder(vraag) {
    const deel = zonder.map((wat) => `zonder=${encodeURIComponent(wat)}`).join('&');
    return deel ? `${vraag || '?'}${vraag ? '&' : ''}${deel}` : vraag;
  }

  /** Changes what is chosen; puts it in the address unless it came from there. */
  function wijzig(deel, { zeg = '', focus = '', preventScroll = false, vervang = false } = {}) {
    toestand = { ...toestand, ...deel };
    // In someone else's page their Back must leave that page, not step through our map.
    const stap = vervang || INGESLOTEN ? 'replaceState' : 'pushState';
    schrijfAdres(stap, plek(), location.pathname + metZonder(schrijf(toestand)));
    teken();
    if (zeg) melding.textContent = zeg;
    if (focus) document.querySelector(focus)?.focus({ preventScroll });
    meldHost();
  }

  /** The address follows as soon as the picture is there: writing it takes the browser as long as a layer. */
  let adresWacht = () => {};
  function schrijfAdres(stap, oudePlek, nieuw) {
    adresWacht();
    adresWacht = () => {
      adresWacht = () => {};
      zetAdres('replaceState', oudePlek);
      zetAdres(stap, null, nieuw);
    };
    setTimeout(() => adresWacht());
  }

  /** So that Back finds the list where it was, and the focus on what had it. */
  function plek() {
    const { activeElement: met } = document;
    const naam = met.getAttribute('name');
    const focus = met.id ? `#${CSS.escape(met.id)}` : naam ? `input[name="${naam}"][value="${CSS.escape(met.value)}"]` : '';
    return { focus, hoogte: met.getBoundingClientRect().top, paneel: document.querySelector('.paneel').scrollTop, bladzij: scrollY };
  }

  function herstelPlek(oud) {
    if (!oud) return;
    const paneel = document.querySelector('.paneel');
    const had = oud.focus ? document.querySelector(oud.focus) : null;
    had?.focus({ preventScroll: true });
    paneel.scrollTop = oud.paneel;
    scrollTo(0, oud.bladzij);
    // Groups of the list get their height when they come into view: go by what had the focus.
    if (had && paneel.contains(had)) paneel.scrollTop += had.getBoundingClientRect().top - oud.hoogte;
  }
  addEventListener('pagehide', () => {
    adresWacht();
    zetAdres('replaceState', plek());
  });

  function kiesGemeente(slug) {
    const nummer = gegevens.gemeentePerSlug.get(slug);
    const { naam } = gegevens.gemeenten[nummer];
    const n = gegevens.partners(nummer, gegevens.dag(toestand.peildatum)).mee.length;
    wijzig({ gemeente: [slug], verband: [], q: '' }, { zeg: `${naam}: ${aantal(n, 'samenwerkingsverband', 'samenwerkingsverbanden')}.`, focus: '#gekozen h2' });
    inBeeld([nummer]);
  }

  function zetVerband(slug, aan, opties = {}) {
    const anders = toestand.verband.filter((ander) => ander !== slug);
    if (aan && anders.length >= MAX_LAGEN) {
      melding.textContent = 'De kaart toont hoogstens acht samenwerkingsverbanden tegelijk. Zet er eerst een uit.';
      melding.classList.remove('alleen-voorlezen');
      return teken();
    }
    melding.classList.add('alleen-voorlezen');
    const verband = gegevens.perSlug.get(slug);
    const leden = gegevens.leden(verband, gegevens.dag(toestand.peildatum));
    const zeg = aan ? `${verband.naam} aan: ${aantal(leden.length, 'gemeente', 'gemeenten')} op de kaart.` : `${verband.naam} uit.`;
    houdPlek(slug, () => wijzig({ verband: aan ? [...anders, slug] : anders }, { zeg, ...opties }));
    if (aan && leden.length) requestAnimationFrame(() => inBeeld(leden)); // first the layer, then the way to it
    return undefined;
  }

  /** A card that comes or goes above the list must not move the row under the visitor's finger. */
  function houdPlek(slug, doe) {
    const rij = () => document.querySelector(`#lijst input[value="${CSS.escape(slug)}"]`);
    const eerst = document.activeElement === rij() ? rij().getBoundingClientRect().top : null;
    doe();
    if (eerst === null || !rij()) return;
    const verschoven = rij().getBoundingClientRect().top - eerst;
    const paneel = document.querySelector('.paneel');
    if (paneel.scrollHeight > paneel.clientHeight) paneel.scrollTop += verschoven;
    else scrollBy(0, verschoven);
  }

  function inBeeld(nummers, opties = {}) {
    const grenzen = gebieden.grenzen(nummers);
    const stil = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const hier = kaart.getBounds();
    const klein = grenzen.getNorth() - grenzen.getSouth() < (hier.getNorth() - hier.getSouth()) / 12;
    if (kaart.bedekt() || !hier.contains(grenzen) || klein) kaart.toonGrenzen(grenzen, { rand: 30, animate: !stil, ...opties });
  }

  /** A map in another site's page tells it what was chosen; see docs/insluiten.md. */
  function meldHost() {
    document.dispatchEvent(new CustomEvent('samenwerkingskaart:keuze', { detail: { ...toestand } }));
  }

  // -- what a visitor does
  maakZoekveld({
    index: () => (index ??= maakIndex(gegevens)),
    gekozen: ({ soort, slug }) => {
      if (soort === 'gemeente') kiesGemeente(slug);
      else {
        toestand = { ...lees(''), verband: toestand.verband, peildatum: toestand.peildatum };
        zetVerband(slug, true, { focus: '#gekozen h2' });
      }
    },
  });

  const keuzes = /** @type {HTMLFormElement} */ (document.getElementById('keuzes'));
  keuzes.addEventListener('submit', (gebeurtenis) => gebeurtenis.preventDefault());
  keuzes.addEventListener('change', ({ target }) => {
    if (target.name === 'verband') return zetVerband(target.value, target.checked, { focus: `#lijst input[value="${CSS.escape(target.value)}"]`, preventScroll: true });
    if (target.id === 'jaar') return undefined;
    if (target.name === 'peildatum') {
      if (target.value && !target.validity.valid) return undefined;
      return wijzig({ peildatum: target.value }, { zeg: telling({ peildatum: target.value }) });
    }
    const waarden = [...keuzes.querySelectorAll(`input[name="${target.name}"]:checked`)].map((vak) => vak.value);
    return wijzig({ [target.name]: waarden }, { zeg: telling({ [target.name]: waarden }) });
  });

  // Dragging passes many years: together they are one step for Back.
  const jaar = /** @type {HTMLInputElement} */ (document.getElementById('jaar'));
  let schuift = false;
  jaar.addEventListener('input', () => {
    const peildatum = jaar.value === jaar.max ? '' : `${jaar.value}-01-01`;
    wijzig({ peildatum }, { zeg: telling({ peildatum }), vervang: schuift });
    schuift = true;
  });
  jaar.addEventListener('blur', () => { schuift = false; });

  function telling(deel = {}) {
    const n = gegevens.inLijst({ ...toestand, ...deel }).length;
    return `${aantal(n, 'samenwerkingsverband', 'samenwerkingsverbanden')} in de lijst.`;
  }

  document.getElementById('viewer').addEventListener('click', (gebeurtenis) => {
    const doel = /** @type {HTMLElement} */ (gebeurtenis.target);
    const sluit = doel.closest('[data-sluit]');
    const kies = doel.closest('[data-kies]');
    const weg = doel.closest('[data-weg]');
    const naar = doel.closest('[data-naar]');
    if (naar) document.querySelector(`#gekozen [data-verband="${CSS.escape(naar.dataset.naar)}"] h2`)?.focus();
    if (doel.closest('#wis, [data-wis]')) wijzig(lees(''), { zeg: 'Alles is gewist.', focus: '#zoekveld' });
    else if (sluit) {
      const { sluit: soort, slug } = sluit.dataset;
      wijzig({ [soort]: toestand[soort].filter((ander) => ander !== slug) }, { zeg: 'Gesloten.', focus: '#zoekveld' });
    } else if (weg && gewoneKlik(gebeurtenis)) {
      gebeurtenis.preventDefault();
      const over = zonderKeuze(toestand, weg.dataset.weg, weg.dataset.slug);
      wijzig(over, { zeg: `Filter ${weg.querySelector('.chip-naam').textContent} weg. ${telling(over)}`, focus: '#chips a, #lijst-titel' });
    } else if (kies && gewoneKlik(gebeurtenis)) {
      gebeurtenis.preventDefault();
      kiesGemeente(kies.dataset.kies);
    }
  });


  // One tooltip of our own: Leaflet's bindTooltip would make every area a stop for the Tab key.
  const wijzer = L.tooltip({ className: 'wijzer', direction: 'top', offset: [0, -6] });
  const inhoud = (nummer) => {
    const n = tellingen[nummer] ?? 0;
    const samen = toestand.gemeente.length && gegevens.gemeentePerSlug.get(toestand.gemeente[0]) !== nummer;
    const wat = samen ? `${n} gedeeld` : aantal(n, 'samenwerkingsverband', 'samenwerkingsverbanden');
    return el('span', {}, el('strong', {}, gebieden.gemeenten[nummer].naam), el('br'), wat);
  };
  gebieden.lagen.forEach((laag, nummer) => {
    laag.on('click', () => kiesGemeente(gebieden.gemeenten[nummer].slug));
    laag.on('mouseover', ({ latlng }) => {
      laag.getElement()?.classList.add('onder-muis');
      wijzer.setContent(inhoud(nummer)).setLatLng(latlng).addTo(kaart);
    });
    laag.on('mousemove', ({ latlng }) => wijzer.setLatLng(latlng));
    laag.on('mouseout', () => {
      laag.getElement()?.classList.remove('onder-muis');
      wijzer.remove();
    });
  });

  addEventListener('popstate', ({ state }) => {
    adresWacht = () => {}; // what was on its way here is left behind
    toestand = lees(location.search);
    teken();
    herstelPlek(state);
    melding.textContent = telling();
  });

  // As teken, with a breath between.
  const over = gegevens.inLijst(toestand);
  tekenKaart(over);
  await adem();
  tekenPaneel(over);
  await adem();
  kaart.herpas();
  toonKeuze();
  herstelPlek(history.state);
  const erbij = eigen?.then(({ maakBladzij }) => maakBladzij({
    kaart, gebieden, kiesGemeente, vraag: () => schrijf(toestand), meld: (zin) => { melding.textContent = zin; },
    lijst: () => ({ gegevens, over: gegevens.inLijst(toestand), dag: gegevens.dag(toestand.peildatum) }),
  }));
  Promise.resolve(erbij).finally(() => { document.documentElement.dataset.kaart = 'klaar'; });

  /** Brings into view what is chosen, or the whole. */
  function toonKeuze() {
    const nummers = [
      ...toestand.gemeente.map((slug) => gegevens.gemeentePerSlug.get(slug)).filter((n) => n !== undefined),
      ...verbanden.aan.flatMap(({ slug }) => gegevens.leden(gegevens.perSlug.get(slug), gegevens.dag(toestand.peildatum))),
    ];
    if (nummers.length) kaart.metRuimte(() => inBeeld(nummers, { animate: false }));
  }
}

/** Up to five classes of equal width over whole numbers. @param {number[]} waarden */
export function maakSchaal(waarden) {
  if (!waarden.length) return { klassen: [], tint: () => TINTEN[0] };
  const [laag, hoog] = [Math.min(...waarden), Math.max(...waarden)];
  const hoeveel = Math.min(TINTEN.length, hoog - laag + 1);
  const stap = Math.ceil((hoog - laag + 1) / hoeveel);
  const klassen = [];
  for (let van = laag; van <= hoog; van += stap) klassen.push([null, van, Math.min(van + stap - 1, hoog)]);
  // Few classes still run from light to dark.
  klassen.forEach((klasse, i) => {
    klasse[0] = TINTEN[klassen.length === 1 ? 2 : Math.round((i * (TINTEN.length - 1)) / (klassen.length - 1))];
  });
  return { klassen, tint: (n) => klassen.find(([, , tot]) => n <= tot)?.[0] ?? TINTEN.at(-1) };
}

function legendaRegel(kleur, tekst) {
  const vlak = el('span', { class: 'legenda-vlak', 'aria-hidden': 'true' });
  vlak.style.setProperty('--kleur', kleur);
  return el('p', { class: 'legenda-regel' }, vlak, tekst);
}

/** The side panel in the browser: the same list, filters and cards as templates/_viewer.html makes. */

import { aantal, adres, brondatum, datum, el, host, isPublished, veilig } from './dom.js';
import { schrijfToestand } from './toestand.js';

const gemeenten = (n) => aantal(n, 'gemeente', 'gemeenten');
const verbanden = (n) => aantal(n, 'samenwerkingsverband', 'samenwerkingsverbanden');

/** What the list shows: of which day, which rows in what order, and per slug the row and its colour. */
let staat = null;

/** The list as the server made it for this address; a published copy has it for the newest day. */
function vanServer(gegevens, dag) {
  const labels = [...document.querySelectorAll('#lijst label.regel')];
  const rijen = new Map(labels.map((label) => {
    const vak = /** @type {HTMLInputElement} */ (label.querySelector('input'));
    return [vak.value, { label, vak, naar: null, kleur: undefined }];
  }));
  return { dag: isPublished() ? gegevens.peildatum : dag, volgorde: [...rijen.keys()].join(' '), rijen };
}

/**
 * Draws the list; rows that stay the same stay in place, so that a click costs one row and not all.
 * @param {import('./gegevens.js').Gegevens} gegevens @param {import('./toestand.js').Toestand} keuze
 */
export function tekenLijst(gegevens, keuze, over, kleuren) {
  const dag = gegevens.dag(keuze.peildatum);
  const lijst = document.getElementById('lijst');
  staat ??= vanServer(gegevens, dag);
  const groepen = inGroepen(over);
  const volgorde = groepen.flat().map(({ slug }) => slug).join(' ');
  const oud = staat.dag === dag ? staat.rijen : new Map();
  const zelfde = staat.dag === dag && staat.volgorde === volgorde && over.length > 0;
  const rijen = new Map(over.map((verband) => {
    const kleur = kleuren.get(verband.slug);
    const rij = oud.get(verband.slug) ?? regel(gegevens, verband, dag);
    return [verband.slug, kleurRegel(rij, verband, kleur)];
  }));
  staat = { dag, volgorde, rijen };
  if (zelfde) return;
  document.getElementById('lijst-titel').textContent = verbanden(over.length);
  document.getElementById('onvolledig').hidden = dag >= 20170101;
  lijst.replaceChildren(...groepen.map((groep) => el('fieldset', { class: 'groep' },
    el('legend', {}, el('span', {}, gegevens.themas[groep[0].themas[0]][1]), ' ', el('span', { class: 'aantal' }, String(groep.length))),
    ...groep.flatMap(({ slug }) => [rijen.get(slug).label, rijen.get(slug).naar ?? '']))));
  if (!over.length) lijst.append(leeg(gegevens, keuze));
}

/** By main subject, in the order of the subjects. */
function inGroepen(over) {
  const perThema = new Map();
  for (const verband of over) {
    const thema = verband.themas[0];
    if (perThema.has(thema)) perThema.get(thema).push(verband);
    else perThema.set(thema, [verband]);
  }
  return [...perThema].sort((a, b) => a[0] - b[0]).map(([, groep]) => groep);
}

function regel(gegevens, verband, dag) {
  const vak = /** @type {HTMLInputElement} */ (el('input', { type: 'checkbox', name: 'verband', value: verband.slug }));
  const buiten = gegevens.anderen(verband, dag).filter(({ soort }) => soort === 'gemeente').length;
  const tekst = [vak, ' ', el('span', { class: 'regel-naam' }, verband.naam), ' ',
    el('span', { class: 'aantal' }, gemeenten(gegevens.leden(verband, dag).length + buiten))];
  return { label: el('label', { class: 'regel' }, ...tekst), vak, naar: null, kleur: undefined };
}

/** Gives a row the colour of its layer, or none; the row itself stays, and so does the focus in it. */
function kleurRegel(rij, verband, kleur) {
  rij.vak.checked = Boolean(kleur);
  if (rij.kleur === kleur) return rij;
  rij.label.classList.toggle('regel-aan', Boolean(kleur));
  rij.label.style.setProperty('--kleur', kleur ?? '');
  rij.naar?.remove();
  const naar = kleur && el('button', { type: 'button', class: 'stil naar', 'data-naar': verband.slug, 'aria-label': `Wie doet er mee aan ${verband.naam}?` }, 'Wie doet er mee?');
  if (naar) rij.label.after(naar);
  return Object.assign(rij, { naar: naar || null, kleur });
}

function leeg(gegevens, keuze) {
  const waarop = gegevens.filters.filter(({ parameter, lagen }) => !lagen && keuze[parameter].length).map(({ leeg: woord }) => woord);
  if (keuze.q) waarop.push(`"${keuze.q}"`);
  if (keuze.peildatum) waarop.push('datum');
  const van = waarop.length ? ` van ${waarop.join(' en ')}` : '';
  return el('p', { class: 'leeg' }, `Geen enkel samenwerkingsverband past bij deze keuze${van}. `,
    el('button', { type: 'button', class: 'stil', 'data-wis': true }, 'Begin opnieuw'));
}

let gefilterd = '';

/** Live counts beside the filters; an option that gives nothing is switched off unless chosen. */
export function tekenFilters(gegevens, keuze) {
  tekenTijd(gegevens, keuze);
  const lijst = gegevens.filters.filter(({ lagen }) => !lagen);
  const vraag = `?${schrijfToestand(keuze, lijst)}`;
  if (vraag === gefilterd) return;
  gefilterd = vraag;
  for (const [filter, aantallen] of gegevens.telPerFilter(keuze)) {
    const { parameter, opties, aanbod, meer } = filter;
    const veld = document.querySelector(`fieldset[data-facet="${parameter}"]`);
    const bestaand = new Map([...veld.querySelectorAll('label')].map((label) => [label.querySelector('input').value, label]));
    opties.forEach(([slug, naam], i) => {
      const gekozen = keuze[parameter].includes(slug);
      const n = aantallen.get(i) ?? 0;
      const zichtbaar = gekozen || (n > 0 && i < aanbod);
      let label = bestaand.get(slug);
      if (!label && zichtbaar) {
        label = el('label', { class: 'keuze' }, el('input', { type: meer ? 'checkbox' : 'radio', name: parameter, value: slug }), ' ',
          el('span', { class: 'keuze-naam' }, naam), ' ', el('span', { class: 'aantal' }));
      }
      if (label) {
        label.querySelector('input').checked = gekozen;
        label.querySelector('.aantal').textContent = String(n);
        label.hidden = !zichtbaar;
        veld.append(label);
      }
    });
  }
}

/** The slider stands at the year of the day that is shown; its last step is the newest data. */
function tekenTijd(gegevens, keuze) {
  const jaar = /** @type {HTMLInputElement} */ (document.getElementById('jaar'));
  const tekst = keuze.peildatum ? datum(gegevens.dag(keuze.peildatum)) : `nu (${datum(gegevens.peildatum)})`;
  document.getElementById('jaarregel').hidden = false;
  jaar.value = keuze.peildatum ? keuze.peildatum.slice(0, 4) : jaar.max;
  jaar.setAttribute('aria-valuetext', tekst);
  document.getElementById('jaar-tekst').textContent = tekst;
  /** @type {HTMLInputElement} */ (document.getElementById('peildatum')).value = keuze.peildatum;
  const sinds = keuze.peildatum && gegevens.dag(keuze.peildatum) < gegevens.peildatum ? `?van=${keuze.peildatum}` : '';
  document.getElementById('veranderd').setAttribute('href', adres(`/veranderd${sinds}`));
}

let kaartjes = new Map();

/** The cards of what is chosen, the latest first; those that stay the same stay. */
export function tekenKaartjes(gegevens, keuze, aan) {
  const dag = gegevens.dag(keuze.peildatum);
  const nieuw = new Map();
  const zet = (sleutel, maak) => nieuw.set(sleutel, kaartjes.get(sleutel) ?? maak());
  aan.toReversed().forEach(({ slug, kleur }, i) => {
    zet(`${dag} ${slug} ${kleur} ${i === 0}`, () => verbandKaartje(gegevens, gegevens.perSlug.get(slug), dag, kleur, i === 0));
  });
  for (const slug of keuze.gemeente) {
    if (gegevens.gemeentePerSlug.has(slug)) zet(`${dag} gemeente ${slug}`, () => gemeenteKaartje(gegevens, slug, dag));
  }
  const anders = [...nieuw.keys()].join() !== [...kaartjes.keys()].join() || !kaartjes.size;
  kaartjes = nieuw;
  if (anders) document.getElementById('gekozen').replaceChildren(...kaartjes.values());
}

/** What the list was filtered by, each with a way to take it off. */
export function tekenChips(gegevens, keuze, naar) {
  const chips = [];
  const chip = (parameter, slug, naam) => chips.push(el('li', {}, el('a', {
    href: naar(zonderKeuze(keuze, parameter, slug)), 'data-weg': parameter, 'data-slug': slug,
  }, el('span', { class: 'alleen-voorlezen' }, 'Filter weghalen: '), el('span', { class: 'chip-naam' }, naam), ' ', el('span', { 'aria-hidden': 'true' }, '×'))));
  for (const { parameter, opties } of gegevens.filters.filter(({ getoond }) => getoond)) {
    for (const [slug, naam] of opties) if (keuze[parameter].includes(slug)) chip(parameter, slug, naam);
  }
  if (keuze.peildatum) chip('peildatum', '', `op ${datum(gegevens.dag(keuze.peildatum))}`);
  if (keuze.q) chip('q', '', `“${keuze.q}”`);
  const doos = document.getElementById('chips');
  doos.replaceChildren(...chips);
  doos.hidden = !chips.length;
}

/** The choice without one value. @returns {import('./toestand.js').Toestand} */
export function zonderKeuze(keuze, parameter, slug) {
  const oud = keuze[parameter];
  return { ...keuze, [parameter]: Array.isArray(oud) ? oud.filter((een) => een !== slug) : '' };
}

/** The mail that starts a correction, when there is a mailbox for it; as `correctie` in words.py. */
function klopt(onderwerp, pad, bron) {
  const { correctie } = document.getElementById('viewer').dataset;
  if (!correctie) return null;
  const tekst = `Wat klopt er niet?\n\n\n\nHet gaat over: ${onderwerp}\nPagina: ${location.origin}${adres(pad)}\nBron: ${bron}\n`;
  const kop = `Correctie: ${onderwerp}`;
  const mail = `mailto:${correctie}?subject=${encodeURIComponent(kop)}&body=${encodeURIComponent(tekst)}`;
  return el('a', { href: mail }, 'Klopt er iets niet?');
}

function voet(pad, naam, onderwerp, bron) {
  const mail = klopt(onderwerp, pad, bron);
  return el('p', { class: 'kaartje-voet' }, el('a', { href: adres(pad) }, `Alles over ${naam}`), mail && ' ', mail);
}

function sluitknop(soort, slug, naam) {
  return el('button', { type: 'button', class: 'sluit', 'data-sluit': soort, 'data-slug': slug, 'aria-label': `${naam} sluiten` }, '×');
}

/** nieuwste: the card that was asked for last is open, earlier ones show their facts on request. */
function verbandKaartje(gegevens, verband, dag, kleur, nieuwste) {
  const leden = gegevens.ledenOpNaam(verband, dag);
  const anderen = gegevens.anderen(verband, dag);
  const opgeheven = anderen.filter(({ soort }) => soort === 'gemeente');
  const overige = anderen.filter(({ soort }) => soort !== 'gemeente');
  const [, vorm, uitleg] = gegevens.vormen[verband.vorm];
  const bron = verband.hand ? host(verband.bron) : 'Register van Overheidsorganisaties';
  const kaartje = el('article', { class: 'kaartje', 'data-verband': verband.slug },
    sluitknop('verband', verband.slug, verband.naam),
    el('h2', { tabindex: '-1' }, verband.naam),
    verband.omschrijving && el('p', { class: 'wat' }, verband.omschrijving),
    Boolean(verband.hand) && el('p', { class: 'volgens' }, el('span', { class: 'merkje' }, 'Niet in het register'),
      !verband.compleet && ' ', !verband.compleet && el('span', { class: 'merkje merkje-let-op' }, 'Misschien niet volledig'), ' Volgens ',
      veilig(verband.bron) ? el('a', { href: veilig(verband.bron), rel: 'noopener' }, bron) : bron, `, ${brondatum(verband.brondatum)}.`),
    el('h3', {}, gemeenten(leden.length + opgeheven.length)
      + (overige.length ? ` en ${aantal(overige.length, 'andere deelnemer', 'andere deelnemers')}` : '')),
    ...vouwbaar(nieuwste, el('ul', { class: 'namen' },
      ...leden.map((gemeente) => el('li', {}, el('a', {
        href: adres(`/gemeenten/${gemeente.slug}`), 'data-kies': gemeente.slug, class: gemeente.in ? 'thuis' : null,
      }, gemeente.naam))),
      ...opgeheven.map(({ naam, nu }) => el('li', {}, nu < 0 ? `${naam} (opgeheven)` : `${naam} (nu ${gegevens.gemeenten[nu].naam})`)),
      ...overige.map(({ naam }) => el('li', {}, naam))),
    el('dl', { class: 'feiten' },
      feit(verband.themas.length === 1 ? 'Onderwerp' : 'Onderwerpen', gegevens.onderwerpen(verband)),
      feit('Vorm', `${vorm} `, el('span', { class: 'uitleg' }, uitleg)),
      feit('Sinds', verband.sinds ? datum(verband.sinds) : 'onbekend'),
      veilig(verband.website) && feit('Website', el('a', { href: veilig(verband.website), rel: 'noopener' }, host(verband.website))),
      feit('Bron', veilig(verband.bron) ? el('a', { href: veilig(verband.bron), rel: 'noopener' }, bron) : bron, `, ${brondatum(verband.brondatum)}`)),
    !verband.compleet ? el('p', { class: 'let-op' }, `Deze lijst is misschien niet volledig. ${verband.opmerking}`)
      : verband.opmerking && el('p', { class: 'uitleg' }, verband.opmerking)),
    voet(`/samenwerkingsverbanden/${verband.slug}`, verband.naam, verband.naam, verband.bron));
  if (kleur) kaartje.style.setProperty('--kleur', kleur);
  return kaartje;
}

function vouwbaar(open, ...delen) {
  return open ? delen : [el('details', { class: 'kaartje-meer' }, el('summary', {}, 'Wie doet er mee?'), ...delen)];
}

function feit(naam, ...waarden) {
  return el('div', {}, el('dt', {}, naam), el('dd', {}, ...waarden));
}

function gemeenteKaartje(gegevens, slug, dag) {
  const nummer = gegevens.gemeentePerSlug.get(slug);
  const { naam } = gegevens.gemeenten[nummer];
  const { mee, lijst } = gegevens.partners(nummer, dag);
  const samen = lijst.slice(0, 3).map(([ander, n]) => `${gegevens.gemeenten[ander].naam} (${n})`).join(', ');
  return el('article', { class: 'kaartje kaartje-gemeente', 'data-gemeente': slug },
    sluitknop('gemeente', slug, naam),
    el('h2', { tabindex: '-1' }, naam),
    el('p', { class: 'wat' }, 'Doet mee aan ', el('strong', {}, verbanden(mee.length)),
      samen ? `, het vaakst samen met ${samen}.` : '.'),
    voet(`/gemeenten/${slug}`, naam, `gemeente ${naam}`, 'Register van Overheidsorganisaties'));
}

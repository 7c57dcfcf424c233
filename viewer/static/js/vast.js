/** In a published copy there is no server: the parts of pages that it makes are made here, from the same data. */

import { aantal, adres, datum, el, getal, host, veilig } from './dom.js';
import { Gegevens } from './gegevens.js';
import { haal } from './kaart/gebieden.js';
import { leesToestand, schrijfToestand } from './toestand.js';
import { vulKeuzes } from './keuzes.js';
import { kiesParen } from './verbind.js';

const DELEN = { '/tabel': tabel, '/verbanden': verbanden, '/insluiten': insluiten };
const opTekst = (a, b) => (a < b ? -1 : Number(a > b));
let klaar = null;

function gegevens() {
  const [gebieden, deelnames] = document.documentElement.dataset.vast.split(' ');
  klaar ??= Promise.all([haal(gebieden), haal(deelnames)]).then(([{ gemeenten }, inhoud]) => new Gegevens(inhoud, gemeenten));
  return klaar;
}

/** As haalBlad in haal.js. */
export async function haalBlad(pad) {
  const { pathname, search, searchParams } = new URL(pad, location.origin);
  const deel = document.createDocumentFragment();
  const wat = await gegevens();
  deel.append(...DELEN[pathname](wat, leesToestand(search, wat.filters), searchParams));
  return deel;
}

/** Puts what the address asks for in the fields of a form. @param {HTMLFormElement} formulier */
export async function vulUitAdres(formulier) {
  const { filters } = await gegevens();
  const keuzes = new URLSearchParams(location.search);
  for (const veld of /** @type {Iterable<HTMLInputElement>} */ (formulier.elements)) {
    if (!keuzes.has(veld.name)) continue;
    if (veld.type === 'checkbox') veld.checked = keuzes.getAll(veld.name).includes(veld.value);
    else veld.value = keuzes.get(veld.name);
  }
  vulKeuzes(formulier, leesToestand(location.search, filters), filters);
}

// -- /tabel, as viewer/web/routes/table.py and templates/tabel.html make it

const PER_PAGINA = 100;

function rijVan(wat, verband, dag) {
  const anderen = wat.anderen(verband, dag);
  const soort = (een) => anderen.filter((ander) => (ander.soort === 'gemeente') === een).map(({ naam }) => naam);
  const wie = [...wat.leden(verband, dag).map((nummer) => wat.gemeenten[nummer].naam), ...soort(true)].sort(opTekst);
  return {
    slug: verband.slug,
    naam: verband.naam,
    onderwerp: verband.themas.map((thema) => wat.themas[thema][1]).join('; '),
    vorm: wat.vormen[verband.vorm][1],
    soort: wat.rechten[verband.recht][0].replaceAll('-', ' '),
    aantal: wie.length,
    wie: wie.join('; '),
    anderen: soort(false).sort(opTekst).join('; '),
    sinds: verband.sinds ? String(verband.sinds).replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3') : '',
    omschrijving: verband.omschrijving,
    afkorting: verband.afkorting,
    website: verband.website,
    bron: verband.bron,
    brondatum: verband.brondatum,
  };
}

function sorteer(rijen, hoe) {
  if (hoe === 'naam') return rijen;
  const kolom = hoe.replace('-', '');
  const sleutel = ({ [kolom]: cel }) => (typeof cel === 'number' ? cel : cel.toLowerCase());
  const vol = rijen.filter(({ [kolom]: cel }) => cel !== '').sort((a, b) => opTekst(sleutel(a), sleutel(b)) * (hoe.startsWith('-') ? -1 : 1));
  return [...vol, ...rijen.filter(({ [kolom]: cel }) => cel === '')];
}

function cel(kolom, rij) {
  const waarde = rij[kolom];
  if (kolom === 'bron' || kolom === 'website') return el('td', {}, veilig(waarde) && el('a', { href: waarde, rel: 'noopener' }, host(waarde)));
  if (kolom === 'aantal') return el('td', { class: 'getal' }, String(waarde));
  if (kolom === 'sinds') return el('td', { class: 'dag' }, waarde || 'onbekend');
  return el('td', {}, waarde);
}

function tabel(wat, keuze, parameters) {
  const vakken = [...document.querySelectorAll('#tabel-keuzes input[name=kolom]')];
  const koppen = new Map([['naam', 'Naam'], ...vakken.map((vak) => [vak.value, vak.parentElement.textContent.trim()])]);
  const standaard = vakken.filter((vak) => vak.defaultChecked).map((vak) => vak.value);
  const gevraagd = parameters.getAll('kolom').filter((kolom) => koppen.has(kolom));
  const kolommen = ['naam', ...(gevraagd.length ? vakken.map((vak) => vak.value).filter((kolom) => gevraagd.includes(kolom)) : standaard)];
  const hoe = parameters.get('sorteer') || 'naam';
  const pagina = Number(parameters.get('pagina') || 1);
  const dag = wat.dag(keuze.peildatum);
  const over = wat.kies(keuze);
  const rijen = sorteer(over.map((verband) => rijVan(wat, verband, dag)), hoe);
  const laatste = Math.max(1, Math.ceil(rijen.length / PER_PAGINA));
  const vraag = schrijfToestand(keuze, wat.filters);
  const eigen = gevraagd.map((kolom) => `&kolom=${kolom}`).join('');
  const naar = (s, p = 1) => adres(`/tabel${vraag}${vraag ? '&' : '?'}sorteer=${s}${eigen}${p > 1 ? '&pagina=' + p : ''}`);
  const kop = (kolom) => {
    const stand = hoe === kolom ? 'ascending' : hoe === `-${kolom}` ? 'descending' : 'none';
    const teken = { ascending: ' ↑', descending: ' ↓', none: ' ↕' }[stand];
    return el('th', { scope: 'col', class: kolom === 'aantal' ? 'getal' : null, 'aria-sort': stand },
      el('a', { id: `kop-${kolom}`, href: naar(hoe === kolom ? `-${kolom}` : kolom) }, koppen.get(kolom), el('span', { 'aria-hidden': 'true' }, teken)));
  };
  const deel = laatste > 1 ? `, bladzijde ${pagina} van ${laatste}` : '';
  const hier = rijen.slice((pagina - 1) * PER_PAGINA, pagina * PER_PAGINA);
  const lijf = hier.length ? [
    el('div', { class: 'schuif tabel-schuif', tabindex: '0', role: 'region', 'aria-label': 'Tabel van samenwerkingsverbanden' },
      el('table', {},
        el('caption', {}, `Samenwerkingsverbanden met een gemeente uit ${wat.provincie}${deel}. Kies een kop om te sorteren.`),
        el('thead', {}, el('tr', {}, ...kolommen.map(kop))),
        el('tbody', {}, ...hier.map((rij) => el('tr', {},
          el('th', { scope: 'row' }, el('a', { href: adres(`/samenwerkingsverbanden/${rij.slug}`) }, rij.naam)),
          ...kolommen.slice(1).map((kolom) => cel(kolom, rij))))))),
    laatste > 1 && el('nav', { class: 'bladeren', 'aria-label': 'Bladzijden' }, ...Array.from({ length: laatste }, (_, i) => (
      el('a', { href: naar(hoe, i + 1), 'aria-current': i + 1 === pagina ? 'page' : null }, String(i + 1))))),
  ] : [el('p', { class: 'let-op' }, 'Geen enkel samenwerkingsverband past bij deze keuze. ', el('a', { href: adres('/tabel') }, 'Begin opnieuw'))];
  const meenemen = document.querySelector('#tabel-inhoud .meenemen').cloneNode(true);
  meenemen.querySelector('a:not([download])').setAttribute('href', adres(`/${vraag}`));
  return [el('div', { id: 'tabel-inhoud' },
    el('p', { class: 'inleiding', role: 'status', id: 'tabel-telling' },
      `${aantal(rijen.length, 'samenwerkingsverband', 'samenwerkingsverbanden')} op ${datum(dag)}. De bestanden hieronder bevatten alles, zonder uw keuze.`),
    meenemen, ...lijf.filter(Boolean))];
}

// -- /verbanden, as viewer/web/ties.py and templates/verbanden.html make it

const MAX_RIJEN = 120;
const MAX_MATRIX = 45;

function verbanden(wat, keuze, parameters) {
  const over = wat.kies(keuze, wat.filters.filter(({ gebied }) => gebied));
  const { telt, alle, paren } = kiesParen(wat, over, keuze);
  paren.sort((x, y) => y.gedeeld.length - x.gedeeld.length || x.a - y.a || x.b - y.b);
  const hoogste = paren[0]?.gedeeld.length ?? 0;
  const minimaal = Number(parameters.get('minimaal')) || drempel(paren, hoogste);
  const boven = paren.filter(({ gedeeld }) => gedeeld.length >= minimaal);
  const zelf = wat.tel(over, wat.dag(keuze.peildatum));
  const namen = wat.gemeenten.map((_, nummer) => nummer).filter((nummer) => telt(nummer) && zelf[nummer])
    .sort((a, b) => opTekst(wat.gemeenten[a].naam, wat.gemeenten[b].naam));
  const schuif = el('input', { id: 'minimaal', type: 'range', min: '1', max: String(Math.max(hoogste, minimaal, 1)), value: String(minimaal) });
  return [schuif, el('div', { id: 'ties-lijsten' },
    el('h2', {}, 'Als lijst'), ...lijst(wat, boven),
    el('h2', {}, 'Als tabel van alle gemeenten'),
    namen.length > MAX_MATRIX || !namen.length ? el('p', {}, `Met ${namen.length} gemeenten past deze tabel niet op een scherm. Kies een regio.`)
      : matrix(wat, namen, new Map(alle.map(({ a, b, gedeeld }) => [`${a} ${b}`, gedeeld.length])), zelf, hoogste))];
}

/** The lowest threshold that keeps the list short. */
function drempel(paren, hoogste) {
  let laagste = Math.max(hoogste, 1);
  paren.forEach(({ gedeeld }, i) => {
    if (i < MAX_RIJEN && paren[i + 1]?.gedeeld.length !== gedeeld.length) laagste = gedeeld.length;
  });
  return laagste;
}

const naarGemeente = (gemeente) => el('a', { href: adres(`/gemeenten/${gemeente.slug}`) }, gemeente.naam);

function lijst(wat, boven) {
  if (!boven.length) return [el('p', { class: 'leeg' }, 'Bij deze keuze delen geen twee gemeenten een samenwerkingsverband. ', el('a', { href: adres('/verbanden') }, 'Begin opnieuw'))];
  const hier = boven.slice(0, 10 * MAX_RIJEN);
  const deel = boven.length > hier.length ? ` (de eerste ${hier.length} van ${getal(boven.length)})` : '';
  const opId = (a, b) => opTekst(a.id, b.id);
  return [el('div', { class: 'schuif ties-schuif', tabindex: '0', role: 'region', 'aria-label': 'Lijst van verbindingen' },
    el('table', { id: 'ties-tabel' },
      el('caption', {}, `Paren van gemeenten en wat zij delen, het meeste bovenaan${deel}. Klik op een kop om te sorteren.`),
      el('thead', {}, el('tr', {},
        el('th', { scope: 'col', 'aria-sort': 'none' }, 'Gemeente'), el('th', { scope: 'col', 'aria-sort': 'none' }, 'Met'),
        el('th', { scope: 'col', class: 'getal', 'aria-sort': 'descending' }, 'Gedeeld'), el('th', { scope: 'col', 'data-sorteer': 'nee' }, 'Samenwerkingsverbanden'))),
      el('tbody', {}, ...hier.map(({ a, b, gedeeld }) => el('tr', {},
        el('th', { scope: 'row' }, naarGemeente(wat.gemeenten[a])), el('td', {}, naarGemeente(wat.gemeenten[b])),
        el('td', { class: 'getal' }, String(gedeeld.length)),
        el('td', {}, el('details', {},
          el('summary', {}, 'Toon welke', el('span', { class: 'alleen-voorlezen' }, ` ${wat.gemeenten[a].naam} en ${wat.gemeenten[b].naam} delen`)),
          el('ul', {}, ...gedeeld.toSorted(opId).map(({ slug, naam }) => el('li', {}, el('a', { href: adres(`/samenwerkingsverbanden/${slug}`) }, naam)))))))))))];
}

function matrix(wat, namen, samen, zelf, hoogste) {
  const n = (a, b) => (a === b ? zelf[a] : samen.get(`${Math.min(a, b)} ${Math.max(a, b)}`) ?? 0);
  const tint = (a, b) => (a === b || !n(a, b) ? 0 : 1 + Math.floor((4 * (n(a, b) - 1)) / Math.max(hoogste, 1)));
  return el('div', { class: 'schuif', tabindex: '0', role: 'region', 'aria-label': 'Tabel van alle gemeenten' },
    el('table', { class: 'matrix' },
      el('caption', {}, 'Hoeveel samenwerkingsverbanden twee gemeenten delen. Donkerder is meer. Op de schuine lijn staat in hoeveel de gemeente zelf zit.'),
      el('thead', {}, el('tr', {}, el('td'), ...namen.map((a) => el('th', { scope: 'col' }, el('span', {}, wat.gemeenten[a].naam))))),
      el('tbody', {}, ...namen.map((a) => el('tr', {}, el('th', { scope: 'row' }, naarGemeente(wat.gemeenten[a])),
        ...namen.map((b) => el('td', { class: `m${tint(a, b)}${a === b ? ' zelf' : ''}` }, String(n(a, b)))))))));
}

// -- /insluiten, as viewer/web/embed.py makes it

const html = (tekst) => tekst.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&#34;').replaceAll("'", '&#39;');

function insluiten(wat, keuze, parameters) {
  const zonder = ['zoek', 'paneel', 'legenda'].filter((deel) => parameters.getAll('zonder').includes(deel));
  const vraag = [schrijfToestand(keuze, wat.filters).slice(1), ...zonder.map((deel) => `zonder=${deel}`)].filter(Boolean).join('&');
  const kaart = adres(vraag ? `/kaart?${vraag}` : '/kaart');
  const hoogte = Math.min(2000, Math.max(300, Number(parameters.get('hoogte')) || 600));
  const namen = [...keuze.verband.slice(0, 3).map((slug) => wat.perSlug.get(slug)?.naam), ...keuze.gemeente.slice(0, 3).map((slug) => wat.gemeenten[wat.gemeentePerSlug.get(slug)]?.naam)].filter(Boolean);
  const naam = document.querySelector('.kop-naam span').textContent;
  const titel = namen.length ? `${naam}: ${namen.join(', ')}` : naam;
  const heel = (pad) => html(new URL(pad, location.href).href);
  const script = parameters.get('script') === 'ja' ? `<script src="${heel(adres('/insluiten.js'))}" async></` + 'script>' : '';
  const regel = `<iframe src="${heel(kaart)}" title="${html(titel)}" width="100%" height="${hoogte}" style="border:0" loading="lazy" referrerpolicy="no-referrer"></iframe>${script}`;
  return [el('textarea', { id: 'regel' }, regel), el('a', { id: 'adres', href: kaart }),
    el('iframe', { id: 'voorbeeld', src: kaart, title: `Voorbeeld: ${titel}`, height: String(hoogte) })];
}

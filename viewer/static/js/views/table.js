/** `/tabel` as data: viewer/views/table.py in the browser. */

import { opPlat, opTekst, plat } from '../dom.js';
import { host, isoDag, minstens, veilig } from '../taal.js';
import { paren, schrijfToestand } from '../toestand.js';

/** @typedef {import('../gegevens.js').Gegevens} Gegevens @typedef {import('../gegevens.js').Verband} Verband
 * @typedef {import('../toestand.js').Toestand} Toestand
 * @typedef {{order: string, pagina: number, kolommen: string[]}} TableAsked order: the key of a column, with - before
 *   it for the other way; kolommen: keys, in the order of the page, without the first
 * @typedef {{sleutel: string, tekst: string, soort: string, standaard: boolean, veld: string}} Kolom veld: where the value is in a Verband
 */

/** As `columns_for_browser` sends them. @param {[string, string, string, number, string][]} kolommen @returns {Kolom[]} */
export const readColumns = (kolommen) => kolommen.map(([sleutel, tekst, soort, standaard, veld]) => (
  { sleutel, tekst, soort, standaard: Boolean(standaard), veld }));

/** What a column without a field of its own says of a samenwerkingsverband. @type {Record<string, (gegevens: Gegevens, verband: Verband, dag: number) => string|number>} */
const MADE = {
  onderwerp: (gegevens, verband) => gegevens.onderwerpen(verband).join('; '),
  taken: (gegevens, verband) => verband.taken.map((taak) => gegevens.taken[taak][1]).join('; '),
  vorm: (gegevens, verband) => gegevens.vormen[verband.vorm][1],
  soort: (gegevens, verband) => gegevens.rechten[verband.recht][0].replaceAll('-', ' '),
  aantal: (gegevens, verband, dag) => (verband.compleet ? gegevens.namenVan(verband, dag, true).length : ''),
  wie: (gegevens, verband, dag) => gegevens.metProvincie(verband, dag).join('; '),
  stand: (gegevens, verband, dag) => gegevens.stand(verband, dag).van,
  bestuur: (gegevens, verband, dag) => optionsOf(gegevens, 'orgaan', verband, dag),
  bevoegdheden: (gegevens, verband, dag) => optionsOf(gegevens, 'bevoegdheid', verband, dag),
  anderen: (gegevens, verband, dag) => gegevens.namenVan(verband, dag, false).join('; '),
};

/** The names of the options that a samenwerkingsverband has of a filter on a day. @param {Gegevens} gegevens @param {string} parameter @param {Verband} verband @param {number} dag */
function optionsOf({ filters }, parameter, verband, dag) {
  const filter = filters.find((een) => een.parameter === parameter);
  return (filter?.optiesVan(verband, [], dag) ?? []).map((i) => filter?.opties[i][1] ?? '').sort(opPlat).join('; ');
}

/** @param {Gegevens} gegevens @param {Kolom} kolom @param {Verband} verband @param {number} dag @returns {string|number} */
function valueOf(gegevens, { sleutel, soort, veld }, verband, dag) {
  if (!veld) return MADE[sleutel](gegevens, verband, dag);
  const waarde = /** @type {any} */ (verband)[veld] ?? '';
  if (soort === 'day') return isoDag(waarde);
  return Array.isArray(waarde) ? waarde.join('; ') : waarde;
}

/** What stands in a cell: of a list that is not whole also its number. @param {Gegevens} gegevens @param {Kolom} kolom @param {Verband} verband @param {number} dag */
const textOf = (gegevens, kolom, verband, dag) => (kolom.sleutel === 'aantal' && !verband.compleet
  ? minstens(gegevens.namenVan(verband, dag, true).length, false) : String(valueOf(gegevens, kolom, verband, dag)));

/**
 * How the address asks for the table. What it does not know it takes for what is usual.
 * @param {Kolom[]} kolommen @param {URLSearchParams} parameters @returns {TableAsked}
 */
export function readAsked([eerste, ...rest], parameters) {
  const sorteer = parameters.get('sorteer') ?? '';
  const gevraagd = parameters.getAll('kolom');
  const eigen = rest.filter(({ sleutel }) => gevraagd.includes(sleutel));
  return {
    order: [eerste, ...rest].some(({ sleutel }) => sleutel === sorteer.replace(/^-/, '')) ? sorteer : eerste.sleutel,
    pagina: Math.max(1, Number(parameters.get('pagina')) || 1),
    kolommen: (eigen.length ? eigen : rest.filter(({ standaard }) => standaard)).map(({ sleutel }) => sleutel),
  };
}

/** @param {Gegevens} gegevens @param {Toestand} keuze @param {Kolom[]} kolommen @param {TableAsked} ask */
export function tableView(gegevens, keuze, kolommen, ask) {
  const standaard = kolommen.slice(1).filter((kolom) => kolom.standaard).map(({ sleutel }) => sleutel);
  const gekozen = kolommen.filter(({ sleutel }, i) => !i || ask.kolommen.includes(sleutel));
  const dag = gegevens.dag(keuze.peildatum);
  const verbanden = sorted(gegevens, gegevens.kies(keuze), kolommen, ask.order, dag);
  const per = gegevens.constanten.perPagina;
  const laatste = Math.max(1, Math.ceil(verbanden.length / per));
  const eigen = ask.kolommen.join() === standaard.join() ? [] : ask.kolommen;
  /** @param {string} order */
  const vraag = (order, pagina = 1) => `?${new URLSearchParams([...paren(keuze, gegevens.filters), ['sorteer', order],
    ...eigen.map((sleutel) => ['kolom', sleutel]), ...(pagina > 1 ? [['pagina', String(pagina)]] : [])])}`;
  return {
    aantal: verbanden.length,
    dag: isoDag(dag),
    vraag: schrijfToestand(keuze, gegevens.filters),
    provincie: gegevens.provincie,
    pagina: ask.pagina,
    laatste,
    waarop: gegevens.waarop(keuze),
    koppen: gekozen.map(({ sleutel, tekst, soort }) => ({
      sleutel,
      tekst,
      getal: soort === 'number',
      stand: ask.order === sleutel ? 'ascending' : ask.order === `-${sleutel}` ? 'descending' : 'none',
      vraag: vraag(ask.order === sleutel ? `-${sleutel}` : sleutel),
    })),
    rijen: verbanden.slice((ask.pagina - 1) * per, ask.pagina * per).map((verband) => ({
      slug: verband.slug,
      naam: verband.naam,
      cellen: gekozen.slice(1).map((kolom) => cell(kolom, textOf(gegevens, kolom, verband, dag))),
    })),
    paginas: laatste > 1 ? Array.from({ length: laatste }, (_, i) => ({ nummer: i + 1, vraag: vraag(ask.order, i + 1) })) : [],
  };
}

/** @param {Kolom} kolom @param {string} tekst */
const cell = ({ soort }, tekst) => (soort === 'link' ? { soort, tekst: host(tekst), adres: veilig(tekst) } : { soort, tekst, adres: '' });

/** What is unknown comes last, whichever way. @param {Gegevens} gegevens @param {Verband[]} verbanden by name @param {Kolom[]} kolommen @param {string} order @param {number} dag */
function sorted(gegevens, verbanden, kolommen, order, dag) {
  const sleutel = order.replace(/^-/, '');
  if (order === kolommen[0].sleutel) return verbanden;
  const kolom = /** @type {Kolom} */ (kolommen.find((een) => een.sleutel === sleutel));
  const richting = order.startsWith('-') ? -1 : 1;
  const met = verbanden.map((verband) => ({ verband, waarde: valueOf(gegevens, kolom, verband, dag) }));
  const vol = met.filter(({ waarde }) => waarde !== '').map(({ verband, waarde }) => ({ verband, key: typeof waarde === 'number' ? waarde : plat(waarde) }));
  vol.sort((a, b) => richting * (typeof a.key === 'number' ? a.key - Number(b.key) : opTekst(a.key, String(b.key))));
  return [...vol, ...met.filter(({ waarde }) => waarde === '')].map(({ verband }) => verband);
}

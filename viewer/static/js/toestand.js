/** What is chosen, as the address has it: one set of parameters, in one fixed order. */

import { adres, gepubliceerd } from './taal.js';
import { leesDag, leesParen } from './zoekdeel.js';

const MAX_WAARDEN = 60;
const MAX_TEKST = 200;

/**
 * Per filter, by its parameter, the slugs that are chosen; and the day and the words to search for.
 * @typedef {Record<string, string[]> & {peildatum: string, q: string}} Toestand
 * @typedef {Record<string, string[]|string>} Change some of it, chosen otherwise
 */

/**
 * What an address chooses, as the server understands it (`read_selection` in viewer/selection.py).
 * @param {string} zoekdeel the query string @param {import('./filters.js').Filter[]} filters
 * @returns {Toestand}
 */
export const leesToestand = (zoekdeel, filters) => leesKeuze(zoekdeel, filters).toestand;

/**
 * The same, and a sentence for each value that there is not, as the server's notes have them.
 * @param {string} zoekdeel @param {import('./filters.js').Filter[]} filters
 * @returns {{toestand: Toestand, zinnen: string[]}}
 */
export function leesKeuze(zoekdeel, filters) {
  const paren = leesParen(zoekdeel, [...filters.flatMap(({ parameter, oud }) => [parameter, ...oud]), 'peildatum', 'q']);
  /** @type {string[]} */
  const zinnen = [];
  /** @param {(naam: string) => boolean} is */
  const waarden = (is) => paren.filter(([naam, waarde]) => waarde.trim() && is(naam)).map(([, waarde]) => waarde.trim());
  /** @param {import('./filters.js').Filter} filter */
  const lijst = (filter) => {
    const gevraagd = waarden((naam) => naam === filter.parameter || filter.oud.includes(naam))
      .flatMap((waarde) => (filter.meer ? losse(waarde, filter) : [waarde])).slice(0, MAX_WAARDEN);
    const slugs = gevraagd.slice(0, filter.meer ? undefined : 1).map((waarde) => {
      const slug = filter.slugVan(waarde);
      if (!filter.nummers.has(slug ?? '')) zinnen.push(`${filter.titel} “${waarde}” kennen wij niet.`);
      return slug;
    });
    return [...new Set(slugs.filter((slug) => slug !== null))];
  };
  const [dag = ''] = waarden((naam) => naam === 'peildatum');
  const [q = ''] = waarden((naam) => naam === 'q');
  const toestand = /** @type {Toestand} */ (/** @type {unknown} */ ({
    ...Object.fromEntries(filters.map((filter) => [filter.parameter, lijst(filter)])),
    peildatum: leesDag(dag),
    q: q.replaceAll('\0', '').slice(0, MAX_TEKST).trim(),
  }));
  if (dag && !toestand.peildatum) zinnen.push(`“${dag}” is geen dag van 1 januari 1980 tot en met 31 december 2100. U ziet de nieuwste gegevens.`);
  return { toestand, zinnen };
}

/** The values in one with commas, as `_one_by_one` in viewer/selection.py. @param {string} waarde @param {import('./filters.js').Filter} filter */
function losse(waarde, filter) {
  /** @param {string} deel */
  const bekend = (deel) => filter.nummers.has(filter.slugVan(deel) ?? '');
  const delen = waarde.split(',').map((deel) => deel.trim()).filter(Boolean);
  if (!delen[1] || bekend(waarde)) return [waarde];
  const out = [];
  while (delen.length && out.length <= MAX_WAARDEN) {
    const lengte = [4, 3, 2].find((n) => delen[n - 1] && bekend(delen.slice(0, n).join(', '))) ?? 1;
    out.push(delen.splice(0, lengte).join(', '));
  }
  return filter.parameter === 'gemeente' || out.some(bekend) ? out : [waarde];
}

/** Nothing chosen, but perhaps a day. @param {import('./filters.js').Filter[]} filters */
export const leegToestand = (filters, peildatum = '') => leesToestand(peildatum && `peildatum=${peildatum}`, filters);

/** Its parameters in one fixed order. @param {Toestand} toestand @param {import('./filters.js').Filter[]} filters @returns {[string, string][]} */
export function paren(toestand, filters) {
  /** @type {[string, string][]} */
  const out = filters.flatMap(({ parameter }) => toestand[parameter].map((waarde) => /** @type {[string, string]} */ ([parameter, waarde])));
  if (toestand.peildatum) out.push(['peildatum', toestand.peildatum]);
  if (toestand.q) out.push(['q', toestand.q]);
  return out;
}

/** @param {Toestand} toestand @param {import('./filters.js').Filter[]} filters @returns {string} "" or "?..." */
export function schrijfToestand(toestand, filters) {
  const tekst = String(new URLSearchParams(paren(toestand, filters)));
  return tekst && `?${tekst}`;
}

/**
 * The address of a picture of a choice. A published copy has them of one gemeente or one samenwerkingsverband.
 * @param {string} vraag as schrijfToestand gives it @returns {string|null}
 */
export function beeldAdres(vraag, groot = false) {
  const maat = groot ? `${vraag ? '&' : '?'}maat=groot` : '';
  if (!gepubliceerd()) return adres(`/kaart.png${vraag}${maat}`);
  if (groot) return vraag ? null : adres('/kaart/maat=groot.png');
  if (!vraag) return adres('/kaart.png');
  return /^\?(gemeente|verband)=[^&]+$/.test(vraag) ? adres(`/kaart/${vraag.slice(1)}.png`) : null;
}

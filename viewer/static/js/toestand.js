/** What is chosen, as the address has it: one set of parameters, in one fixed order. */

import { adres, isPublished } from './dom.js';

/**
 * Per filter, by its parameter, the slugs that are chosen; and the day and the words to search for.
 * @typedef {Record<string, string[]> & {peildatum: string, q: string}} Toestand
 */

/**
 * @param {string} zoekdeel the query string @param {import('./filters.js').Filter[]} filters
 * @returns {Toestand}
 */
export function leesToestand(zoekdeel, filters) {
  const parameters = new URLSearchParams(zoekdeel);
  /** @param {import('./filters.js').Filter} filter */
  const lijst = ({ parameter, oud, meer }) => {
    const waarden = [...parameters].filter(([naam, waarde]) => waarde && (naam === parameter || oud.includes(naam)));
    return [...new Set(waarden.map(([, waarde]) => waarde))].slice(0, meer ? undefined : 1);
  };
  const peildatum = parameters.get('peildatum') ?? '';
  return /** @type {Toestand} */ (/** @type {unknown} */ ({
    ...Object.fromEntries(filters.map((filter) => [filter.parameter, lijst(filter)])),
    peildatum: /^\d{4}-\d\d-\d\d$/.test(peildatum) ? peildatum : '',
    q: parameters.get('q') ?? '',
  }));
}

/** @param {Toestand} toestand @param {import('./filters.js').Filter[]} filters @returns {string} "" or "?..." */
export function schrijfToestand(toestand, filters) {
  const parameters = new URLSearchParams();
  for (const { parameter } of filters) for (const waarde of toestand[parameter]) parameters.append(parameter, waarde);
  if (toestand.peildatum) parameters.set('peildatum', toestand.peildatum);
  if (toestand.q) parameters.set('q', toestand.q);
  const tekst = parameters.toString();
  return tekst && `?${tekst}`;
}

/**
 * The address of a picture of a choice. A published copy has them of one gemeente or one samenwerkingsverband.
 * @param {string} vraag as schrijfToestand gives it @returns {string|null}
 */
export function beeldAdres(vraag, groot = false) {
  const maat = groot ? `${vraag ? '&' : '?'}maat=groot` : '';
  if (!isPublished()) return adres(`/kaart.png${vraag}${maat}`);
  if (groot) return vraag ? null : adres('/kaart/maat=groot.png');
  if (!vraag) return adres('/kaart.png');
  return /^\?(gemeente|verband)=[^&]+$/.test(vraag) ? adres(`/kaart/${vraag.slice(1)}.png`) : null;
}

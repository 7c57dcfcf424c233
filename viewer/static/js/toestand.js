/** What is chosen, as the address has it: one set of parameters, in one fixed order. */

import { adres, VAST } from './dom.js';

export const MEERVOUDIG = ['regio', 'thema', 'publiek_privaat', 'vorm', 'gemeente', 'verband'];

/**
 * @typedef {{regio: string[], thema: string[], publiek_privaat: string[], vorm: string[], gemeente: string[],
 *   verband: string[], peildatum: string, q: string}} Toestand
 */

/** @param {string} zoekdeel the query string @returns {Toestand} */
export function leesToestand(zoekdeel) {
  const parameters = new URLSearchParams(zoekdeel);
  const lijst = (naam) => [...new Set(parameters.getAll(naam).filter(Boolean))];
  const peildatum = parameters.get('peildatum') ?? '';
  return {
    ...Object.fromEntries(MEERVOUDIG.map((naam) => [naam, lijst(naam)])),
    peildatum: /^\d{4}-\d\d-\d\d$/.test(peildatum) ? peildatum : '',
    q: parameters.get('q') ?? '',
  };
}

/** @param {Toestand} toestand @returns {string} "" or "?..." */
export function schrijfToestand(toestand) {
  const parameters = new URLSearchParams();
  for (const naam of MEERVOUDIG) for (const waarde of toestand[naam]) parameters.append(naam, waarde);
  if (toestand.peildatum) parameters.set('peildatum', toestand.peildatum);
  if (toestand.q) parameters.set('q', toestand.q);
  const tekst = parameters.toString();
  return tekst && `?${tekst}`;
}

/** @returns {Toestand} */
export const leeg = () => leesToestand('');

/**
 * The address of a picture of a choice. A published copy has them of one gemeente or one samenwerkingsverband.
 * @param {string} vraag as schrijfToestand gives it @returns {string|null}
 */
export function beeldAdres(vraag, groot = false) {
  const maat = groot ? `${vraag ? '&' : '?'}maat=groot` : '';
  if (!VAST) return adres(`/kaart.png${vraag}${maat}`);
  if (groot) return vraag ? null : adres('/kaart/maat=groot.png');
  if (!vraag) return adres('/kaart.png');
  return /^\?(gemeente|verband)=[^&]+$/.test(vraag) ? adres(`/kaart/${vraag.slice(1)}.png`) : null;
}

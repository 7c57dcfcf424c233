/** A query string as it comes back from mails and word processors, read as viewer/web/pasted.py and viewer/days.py do. */

import { brondatum } from './taal.js';

const TEKEN = '(?:amp;|#0*38;|#x0*26;)';
const VOOR_NAAM = new RegExp(`^(?:[?&;\\s]|${TEKEN})+`, 'i');
const RAND = '[\\s.,;:!?()\\[\\]{}<>"\'«»“”‘’…\\\\]+';
const OM_HEEN = new RegExp(`^${RAND}|${RAND}$`, 'g');

/** A word of an address without the rest of the sentence that it stood in. @param {string} tekst */
const net = (tekst) => tekst.replace(/[?&#].*/s, '').replace(OM_HEEN, '');

/**
 * The parameters, names in lower case, also where an `&` came along as `&amp;`.
 * @param {string} zoekdeel @param {string[]} bekend names that may follow a stray sign
 * @returns {[string, string][]}
 */
export function leesParen(zoekdeel, bekend) {
  const volgende = new RegExp(`[?&;]+(?:${TEKEN}+(?=[\\w.-]+=)|(?=(?:${bekend.join('|')})=))`, 'i');
  /** @param {string} ruw @param {string} inhoud @returns {[string, string][]} */
  const delen = (ruw, inhoud) => {
    let naam = ruw.replace(VOOR_NAAM, '');
    let waarde = inhoud;
    if (!waarde && naam.includes('=')) [naam, waarde] = knip(naam);
    const [eerste, ...rest] = waarde.split(volgende);
    naam = naam.trim().replace(/\[\d*\]$/, '').toLowerCase();
    return [[naam, naam === 'q' ? eerste : net(eerste)], ...rest.flatMap((deel) => delen(...knip(deel)))];
  };
  return [...new URLSearchParams(zoekdeel)].flatMap(([naam, waarde]) => delen(naam, waarde));
}

/** @param {string} tekst @returns {[string, string]} what stands before and after the first `=` */
const knip = (tekst) => {
  const [naam, ...rest] = tekst.split('=');
  return [naam, rest.join('=')];
};

/** A day as people write it, as "2026-05-16"; "" for what is no day from 1980 to 2100. @param {string} ruw */
export function leesDag(ruw) {
  const tekst = ruw.trim().replace(/\s+/g, ' ');
  const [jaar, maand, dag] = delenVan(tekst);
  if (!jaar || jaar < 1980 || jaar > 2100 || maand < 1 || maand > 12 || dag < 1) return '';
  if (dag > new Date(Date.UTC(jaar, maand, 0)).getUTCDate()) return '';
  return [String(jaar), String(maand).padStart(2, '0'), String(dag).padStart(2, '0')].join('-');
}

/** @param {string} tekst @returns {[number, number, number]} year, month and day; 0 for what it does not say */
function delenVan(tekst) {
  let deel = /^(\d{4})([-/. ]?)(\d{1,2})\2(\d{1,2})(?:[T ].*)?$/i.exec(tekst);
  if (deel && (deel[2] || (deel[3] + deel[4]).length === 4)) return [+deel[1], +deel[3], +deel[4]];
  deel = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(tekst);
  if (deel) return [+deel[3], +deel[2], +deel[1]];
  deel = /^(\d{1,2})[- ]([a-z]{3,9})\.?[- ](\d{4})$/i.exec(tekst);
  if (deel) return [+deel[3], maandVan(deel[2].toLowerCase()), +deel[1]];
  deel = /^(\d{4})(?:[-/.](\d{1,2}))?$/.exec(tekst);
  return deel ? [+deel[1], +(deel[2] ?? 1), 1] : [0, 0, 0];
}

/** @param {string} woord a month or how it begins, in three letters at least @returns {number} 0 for none */
function maandVan(woord) {
  const begin = { mrt: 'maart', sept: 'sep' }[woord] ?? woord;
  let maand = 12;
  while (maand && !brondatum(`2000-${String(maand).padStart(2, '0')}`).startsWith(begin)) maand -= 1;
  return maand;
}

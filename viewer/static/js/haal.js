/** A page of ours, fetched to take a part from. A published copy has another one of this file (vast.js). */

import { adres } from './dom.js';

const eigen = globalThis.trustedTypes?.createPolicy('blad', { createHTML: (tekst) => tekst });

/**
 * @param {string} pad from the slash on, with its query
 * @returns {Promise<Document|DocumentFragment|null>} null when the server has no such page. Rejects without a connection.
 */
export async function haalBlad(pad) {
  const antwoord = await fetch(adres(pad));
  if (!antwoord.ok) return null;
  const tekst = await antwoord.text();
  return new DOMParser().parseFromString(eigen?.createHTML(tekst) ?? tekst, 'text/html');
}

/** Puts in the address bar what was understood of an address, as the page's canonical link has it. */

import { zetAdres } from './adresbalk.js';
import { isPublished } from './dom.js';

/** The query that the server understood, "" or "?..."; that of the address on a page of which nobody read it. */
export function gelezenVraag() {
  const link = isPublished() ? null : document.querySelector('link[rel=canonical]')?.getAttribute('href');
  return link ? new URL(link, location.href).search : location.search;
}

/** @param {string} vraag "" or "?..." */
export function poets(vraag) {
  if (vraag !== location.search) zetAdres('replaceState', history.state, location.pathname + vraag + location.hash);
}

poets(gelezenVraag());

/** Puts in the address bar what was understood of an address, as the page's canonical link has it. */

import { zetAdres } from './adresbalk.js';
import { byId, el } from './dom.js';
import { slugify } from './filters.js';
import { adres, gepubliceerd } from './taal.js';
import { leesKeuze } from './toestand.js';

/** The query that the server understood, "" or "?..."; that of the address on a page of which nobody read it. */
export function gelezenVraag() {
  const link = gepubliceerd() ? null : document.querySelector('link[rel=canonical]')?.getAttribute('href');
  return link ? new URL(link, location.href).search : location.search;
}

/** @param {string} vraag "" or "?..." */
export function poets(vraag) {
  if (vraag !== location.search) zetAdres('replaceState', history.state, location.pathname + vraag + location.hash);
}

/**
 * In a published copy nobody has read the address before us: cleans it, and tells what there is not. A gemeente that has
 * ended, or a place, leads to the gemeente of today (gemeenten/adressen.json, see viewer/publish.py).
 * @param {import('./filters.js').Filter[]} filters
 * @param {(toestand: import('./toestand.js').Toestand) => string} schrijf
 */
export async function leesZelf(filters, schrijf) {
  if (!gepubliceerd() || !location.search) return;
  const { toestand, zinnen } = leesKeuze(location.search, filters);
  poets(schrijf(toestand));
  const { nummers } = /** @type {import('./filters.js').Filter} */ (filters.find(({ parameter }) => parameter === 'gemeente'));
  const onbekend = toestand.gemeente.filter((slug) => !nummers.has(slug));
  const gezocht = toestand.q && !toestand.gemeente.length ? [slugify(toestand.q)] : [];
  if (onbekend.length || gezocht.length) {
    /** @type {Record<string, string[]>} */
    const elders = await fetch(adres('/gemeenten/adressen.json')).then((antwoord) => antwoord.json()).catch(() => ({}));
    const nu = [...onbekend, ...gezocht].flatMap((slug) => (elders[slug]?.length === 1 ? elders[slug] : []));
    if (nu.length) {
      const gemeente = [...new Set([...toestand.gemeente.filter((slug) => nummers.has(slug)), ...nu])];
      const nieuw = /** @type {import('./toestand.js').Toestand} */ (/** @type {unknown} */ ({ ...toestand, gemeente, q: gezocht.length ? '' : toestand.q }));
      location.replace(location.pathname + schrijf(nieuw));
      return;
    }
  }
  if (zinnen.length) {
    byId('inhoud').prepend(el('div', { class: 'adres-melding let-op', id: 'adres-melding', role: 'note', 'aria-label': 'Over dit adres' },
      ...zinnen.map((zin) => el('p', {}, zin))));
  }
}

// What a note says is of the address that was asked, not of what one chooses next.
document.addEventListener('samenwerkingskaart:keuze', () => document.getElementById('adres-melding')?.remove());

poets(gelezenVraag());

/** What only our own page has, and an embed has not: the drawer on a phone, the visitor's place, sharing, printing. */

import { byId } from './dom.js';
import { drukAf } from './druk.js';

/**
 * @param {{kaart: L.Map, gebieden: import('./kaart/gebieden.js').Gebieden, kiesGemeente: (slug: string) => void,
 *   vraag: () => string, lijst: () => ShownList, meld: (zin: string) => void}} viewer vraag: the query string of now
 * @returns {Promise<void>} when all of it works
 */
export function makePage({ kaart, gebieden, kiesGemeente, vraag, lijst, meld }) {
  byId('delen').addEventListener('click', async () => {
    const { openDeelvenster } = await import('./deel.js');
    openDeelvenster(vraag());
  });
  drukAf({ kaart, lijst });
  byId('afdrukken').addEventListener('click', () => print());

  const bij = byId('locatiemelding');
  byId('locatie').addEventListener('click', async () => {
    bij.textContent = 'Uw locatie wordt bepaald…';
    try {
      const { mijnGemeente } = await import('./locatie.js');
      const nummer = await mijnGemeente(gebieden);
      bij.textContent = '';
      kiesGemeente(gebieden.gemeenten[nummer].slug);
    } catch (fout) {
      bij.textContent = /** @type {Error} */ (fout).message;
    }
  });

  // Only narrow screens need the drawer, and few that are wide become narrow.
  const smal = matchMedia('(max-width: 48rem)');
  const layDrawer = async () => {
    if (!smal.matches) return;
    smal.removeEventListener('change', layDrawer);
    const { makeDrawer } = await import('./drawer.js');
    makeDrawer(byId('paneel'), { meld, verzet: kaart.herpas });
  };
  smal.addEventListener('change', layDrawer);
  return layDrawer();
}

/** What only our own page has, and an embed has not: the sheet on a phone, the visitor's place, sharing, printing. */

import { drukAf } from './druk.js';

/**
 * @param {{kaart: L.Map, gebieden: import('./kaart/gebieden.js').Gebieden, kiesGemeente: (slug: string) => void,
 *   vraag: () => string, lijst: () => object, meld: (zin: string) => void}} viewer vraag: the query string of now;
 *   lijst: as drukAf asks for it
 * @returns {Promise<void>} when all of it works
 */
export function maakBladzij({ kaart, gebieden, kiesGemeente, vraag, lijst, meld }) {
  document.getElementById('delen').addEventListener('click', async () => {
    const { openDeelvenster } = await import('./deel.js');
    openDeelvenster(vraag());
  });
  drukAf({ kaart, lijst });
  document.getElementById('afdrukken').addEventListener('click', () => print());

  const bij = document.getElementById('locatiemelding');
  document.getElementById('locatie').addEventListener('click', async () => {
    bij.textContent = 'Uw locatie wordt bepaald…';
    try {
      const { mijnGemeente } = await import('./locatie.js');
      const nummer = await mijnGemeente(gebieden);
      bij.textContent = '';
      kiesGemeente(gebieden.gemeenten[nummer].slug);
    } catch (fout) {
      bij.textContent = fout.message;
    }
  });

  // Only narrow screens need the sheet, and few that are wide become narrow.
  const smal = matchMedia('(max-width: 48rem)');
  const legBlad = async () => {
    if (!smal.matches) return;
    smal.removeEventListener('change', legBlad);
    const { maakBlad } = await import('./blad.js');
    maakBlad(document.getElementById('paneel'), { meld, verzet: kaart.herpas });
  };
  smal.addEventListener('change', legBlad);
  return legBlad();
}

/** The line that shows the map in another site, as data: viewer/views/embed.py in the browser. */

import { met_zonder } from '../taal.js';
import { schrijfToestand } from '../toestand.js';

/**
 * @param {import('../gegevens.js').Gegevens} gegevens @param {import('../toestand.js').Toestand} keuze
 * @param {{zonder?: string[], breedte?: string, hoogte?: number, script?: boolean}} [hoe] as in embed.py
 */
export function embedView(gegevens, keuze, { zonder = [], breedte = '100%', hoogte, script = false } = {}) {
  const { titel, inTitel, hoogte: [, gewoon] } = gegevens.constanten;
  const namen = [
    ...keuze.verband.slice(0, inTitel).map((slug) => gegevens.perSlug.get(slug)?.naam),
    ...keuze.gemeente.slice(0, inTitel).map((slug) => gegevens.gemeenten[gegevens.gemeentePerSlug.get(slug) ?? -1]?.naam),
    ...gegevens.filters.filter(({ getoond }) => getoond).flatMap(({ parameter, opties, nummers }) => (
      keuze[parameter].slice(0, inTitel).map((slug) => opties[nummers.get(slug) ?? -1]?.[1]))),
  ].filter(Boolean);
  return {
    titel: namen.length ? `${titel}: ${namen.join(', ')}` : titel,
    adres: `/kaart${met_zonder(schrijfToestand(keuze, gegevens.filters), zonder)}`,
    breedte,
    breedste: breedte.endsWith('%') ? 'none' : `${breedte}px`,
    hoogte: hoogte ?? gewoon,
    script,
  };
}

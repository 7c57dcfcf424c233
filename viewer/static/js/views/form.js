/** A form that carries a whole choice, as data: viewer/views/form.py in the browser. */

import { isoDag } from '../taal.js';
import { leegToestand, paren } from '../toestand.js';
import { field } from './field.js';

/**
 * @param {import('../gegevens.js').Gegevens} gegevens @param {import('../toestand.js').Toestand} keuze
 * @param {{own?: string[], also?: string[], count?: boolean, alone?: boolean}} [hoe] as in form.py
 */
export function formView(gegevens, keuze, { own = [], also = [], count = true, alone = false } = {}) {
  const telt = alone ? leegToestand(gegevens.filters, keuze.peildatum) : keuze;
  const aangeboden = gegevens.filters.filter(({ getoond, parameter }) => getoond || also.includes(parameter));
  const velden = [...gegevens.telPerFilter(telt, aangeboden)].map(([filter, aantallen]) => field(filter, aantallen, keuze[filter.parameter], count));
  // Of the other filters what is chosen, so that a form shows all that filters and lets one undo it.
  const anders = gegevens.filters.filter((filter) => !filter.erbij && !aangeboden.includes(filter) && keuze[filter.parameter].length);
  const left = anders.length ? gegevens.kies(telt) : [];
  const dag = gegevens.dag(telt.peildatum);
  for (const filter of anders) {
    const veld = field(filter, gegevens.telOpties(filter, left, dag), keuze[filter.parameter], count);
    velden.push({ ...veld, opties: veld.opties.filter(({ gekozen }) => gekozen) });
  }
  const vol = velden.filter(({ opties }) => opties.length);
  const gevraagd = [...vol.map(({ parameter }) => parameter), ...own];
  return {
    velden: vol,
    verborgen: paren(keuze, gegevens.filters).filter(([naam]) => !gevraagd.includes(naam)),
    peildatum: keuze.peildatum,
    q: keuze.q,
    eerste: gegevens.constanten.eerste,
    tot: isoDag(gegevens.peildatum),
  };
}

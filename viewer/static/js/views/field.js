/** A filter that a form or the panel shows, as data: `field` and `panel_fields` of viewer/views/form.py in the browser. */

/**
 * One filter to tick. aantal: how many an option gives, -1 where that is not told.
 * @param {import('../filters.js').Filter} filter @param {Map<number, number>} aantallen @param {string[]} keuze
 */
export function field({ parameter, titel, meer, opties, aanbod, geen }, aantallen, keuze, tel = true) {
  // What forms offer first, then what is chosen all the same.
  const er = opties.map(([slug, naam], i) => ({ slug, naam, aantal: aantallen.get(i) ?? 0, gekozen: keuze.includes(slug), i }))
    .filter(({ aantal, gekozen, i }) => gekozen || (aantal > 0 && i < aanbod));
  return {
    parameter,
    titel,
    meer,
    opties: er.map(({ slug, naam, aantal, gekozen }) => ({ slug, naam, aantal: tel ? aantal : -1, gekozen })),
    gekozen: er.filter(({ gekozen }) => gekozen).map(({ naam }) => naam),
    geen,
  };
}

/** The filters of the panel beside the map, and what counts too in its colours. @param {import('../gegevens.js').Gegevens} gegevens @param {import('../toestand.js').Toestand} keuze */
export const panelFields = (gegevens, keuze) => [...gegevens.telPerFilter(keuze, gegevens.filters.filter(({ getoond, erbij }) => getoond || erbij))]
  .map(([filter, aantallen]) => field(filter, aantallen, keuze[filter.parameter])).filter(({ opties }) => opties.length);

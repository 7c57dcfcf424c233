/** What counts where gemeenten are compared: `count_along` of viewer/analysis/verzameling.py in the browser. */

/** @typedef {ReturnType<typeof telMee>['geteld']} Geteld */

/** Whether a choice adds what is hand-kept. @param {import('./filters.js').Filter[]} filters @param {import('./toestand.js').Toestand} keuze */
export const teltAlles = (filters, keuze) => filters.some(({ erbij, parameter }) => erbij && keuze[parameter].length);

/**
 * Those that count, and what is to be said of that.
 * @param {import('./filters.js').Filter[]} filters @param {import('./gegevens.js').Verband[]} verbanden @param {import('./toestand.js').Toestand} keuze
 */
export function telMee(filters, verbanden, keuze) {
  const alles = teltAlles(filters, keuze);
  const zelf = verbanden.filter(({ hand }) => hand);
  const mee = verbanden.filter(({ hand, compleet }) => !hand || (alles && compleet));
  const jaren = mee.filter(({ hand }) => hand).map(({ brondatum }) => brondatum.slice(0, 4)).sort();
  return {
    mee,
    geteld: {
      register: verbanden.length - zelf.length,
      zelf: jaren.length,
      van: jaren[0] ?? '',
      tot: jaren.at(-1) ?? '',
      niet: zelf.length - jaren.length,
      onvolledig: zelf.filter(({ compleet }) => !compleet).length,
    },
  };
}

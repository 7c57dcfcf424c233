/** Which gemeenten share which samenwerkingsverbanden: as viewer/analysis/verbindingen.py. */

/** @typedef {{a: number, b: number, gedeeld: import('./gegevens.js').Verband[]}} Pair numbers of gemeenten, a < b */

/**
 * Pairs of gemeenten with what they share.
 * @param {import('./gegevens.js').Gegevens} gegevens @param {import('./gegevens.js').Verband[]} over
 * @param {number} dag @param {(nummer: number) => boolean} telt which gemeenten count
 * @returns {Pair[]}
 */
function verbind(gegevens, over, dag, telt) {
  /** @type {Map<number, import('./gegevens.js').Verband[]>} */
  const paren = new Map();
  const n = gegevens.gemeenten.length;
  for (const verband of over) {
    const leden = [...new Set(gegevens.leden(verband, dag))].filter(telt).sort((a, b) => a - b);
    for (let i = 0; i < leden.length; i += 1) {
      for (let j = i + 1; j < leden.length; j += 1) {
        const sleutel = leden[i] * n + leden[j];
        const gedeeld = paren.get(sleutel);
        if (gedeeld) gedeeld.push(verband);
        else paren.set(sleutel, [verband]);
      }
    }
  }
  return [...paren].map(([sleutel, gedeeld]) => ({ a: Math.floor(sleutel / n), b: sleutel % n, gedeeld }));
}

/**
 * The pairs that a choice asks for: of gemeenten of the province, within the chosen areas, with the chosen gemeenten.
 * @param {import('./gegevens.js').Gegevens} gegevens @param {import('./gegevens.js').Verband[]} over
 * @param {import('./toestand.js').Toestand} keuze
 * @returns {{telt: (nummer: number) => boolean, alle: Pair[], paren: Pair[]}} telt: which gemeenten count;
 *   alle: all pairs of those; paren: those with a chosen gemeente
 */
export function kiesParen(gegevens, over, keuze) {
  const eigen = keuze.gemeente.map((slug) => gegevens.gemeentePerSlug.get(slug));
  const gebieden = gegevens.filters.filter(({ gebied, tabel, parameter }) => gebied && !tabel && keuze[parameter].length)
    .map((filter) => filter.gemeenten(keuze[filter.parameter]));
  /** @param {number} nummer */
  const telt = (nummer) => Boolean(gegevens.gemeenten[nummer].in) && gebieden.every((leden) => leden.has(nummer));
  const alle = verbind(gegevens, over, gegevens.dag(keuze.peildatum), telt);
  return { telt, alle, paren: alle.filter(({ a, b }) => !eigen.length || eigen.includes(a) || eigen.includes(b)) };
}

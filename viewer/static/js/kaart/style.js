/** How areas are coloured: pure functions of what is counted and chosen. */

/** @typedef {[string, number, number]} Class shade, from, up to and including
 * @typedef {{klassen: Class[], tint: (n: number) => string}} Scale */

/** Up to as many classes as there are shades, of equal width over whole numbers. @param {number[]} waarden @param {string[]} tinten light to dark @returns {Scale} */
export function makeScale(waarden, tinten) {
  if (!waarden.length) return { klassen: [], tint: () => tinten[0] };
  const [laag, hoog] = [Math.min(...waarden), Math.max(...waarden)];
  const stap = Math.ceil((hoog - laag + 1) / Math.min(tinten.length, hoog - laag + 1));
  /** @type {[number, number][]} */
  const grenzen = [];
  for (let van = laag; van <= hoog; van += stap) grenzen.push([van, Math.min(van + stap - 1, hoog)]);
  // Few classes still run from light to dark.
  const plek = (/** @type {number} */ i) => (grenzen.length === 1 ? 2 : Math.round((i * (tinten.length - 1)) / (grenzen.length - 1)));
  const klassen = grenzen.map(([van, tot], i) => /** @type {Class} */ ([tinten[plek(i)], van, tot]));
  return { klassen, tint: (n) => (klassen.find(([, , tot]) => n <= tot) ?? klassen[klassen.length - 1])[0] };
}

/** How the legend words a class: the ends are open, since the classes are those of the register's day on any day. @param {Scale['klassen']} klassen @param {number} i */
export function klasseTekst(klassen, i) {
  const [, van, tot] = klassen[i];
  const laag = i ? van : 1;
  if (i === klassen.length - 1) return `${laag} of meer`;
  return laag === tot ? String(tot) : `${laag} tot en met ${tot}`;
}

/**
 * What the map shows of a choice, by number of gemeente.
 * @typedef {{eerste: number|undefined, gekozen: Set<number>, lagen: boolean, tellen: number[]}} Shown
 *   eerste: the gemeente with which others are compared; lagen: whether layers are on; tellen: numbers to shade by
 */

/** Whether a gemeente is shaded. @param {Shown} shown @param {number} nummer @param {boolean} hier lies in the province */
export const isShaded = ({ eerste, lagen, tellen }, nummer, hier) => (
  !lagen && tellen[nummer] > 0 && (eerste !== undefined ? nummer !== eerste : hier));

/**
 * The style of one area, for Leaflet.
 * @param {Shown} shown @param {number} nummer @param {boolean} hier @param {Scale} schaal
 * @param {Constanten['tekening']} kleuren @param {boolean} achtergrond whether a base map lies under it
 * @param {boolean} [toen] whether others stood there on the day
 */
export function styleOf(shown, nummer, hier, schaal, kleuren, achtergrond, toen = false) {
  const stijl = {
    color: hier ? kleuren.randHier : kleuren.randBuiten, weight: 1, fillColor: hier ? kleuren.land : kleuren.buiten, fillOpacity: achtergrond ? 0.35 : 1,
    dashArray: toen ? '4 3' : '',
  };
  if (isShaded(shown, nummer, hier)) Object.assign(stijl, { fillColor: schaal.tint(shown.tellen[nummer]), fillOpacity: 0.92, color: kleuren.buiten });
  if (toen) stijl.color = kleuren.rand;
  if (shown.lagen && hier) stijl.color = kleuren.rand;
  if (shown.gekozen.has(nummer)) Object.assign(stijl, { color: kleuren.randGekozen, weight: 3.5 });
  if (shown.gekozen.has(nummer) && !shown.lagen) Object.assign(stijl, { fillColor: kleuren.gekozen, fillOpacity: 0.95 });
  return stijl;
}

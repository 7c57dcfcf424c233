/** Writing the address bar, where a browser lets us: in a sandboxed frame some refuse it, and the map works without. */

/** @param {'pushState'|'replaceState'} stap @param {unknown} staat @param {string} [adres] of this site, from the slash on */
export function zetAdres(stap, staat, adres) {
  try {
    history[stap](staat, '', adres);
  } catch (fout) {
    if (!(fout instanceof DOMException)) throw fout;
  }
}

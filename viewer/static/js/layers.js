/** Which layers are on, each with a colour of its own. */

/** @typedef {{slug: string, kleur: number}} Shown a layer that is on; kleur: the place of its colour */

/**
 * Colours for layers: what has one keeps it. A subject has a colour of its own; where that is taken, the
 * next that is free. As `places_by_thema` in viewer/colours.py.
 * @param {Shown[]} shown what there is now @param {string[]} slugs what there will be, in this order
 * @param {(slug: string) => number|undefined} themaOf number of the main subject; undefined: no such samenwerkingsverband
 * @param {number} most how many colours there are
 * @returns {Shown[]} as slugs, without unknown ones and those for which no colour is left
 */
export function assignColours(shown, slugs, themaOf, most) {
  const out = new Map(shown.filter(({ slug }) => slugs.includes(slug)).map((een) => [een.slug, een]));
  const bezet = new Set([...out.values()].map(({ kleur }) => kleur));
  const vrij = Array.from({ length: most }, (_, i) => i).filter((i) => !bezet.has(i));
  for (const slug of slugs) {
    const thema = themaOf(slug);
    if (thema === undefined || out.has(slug) || !vrij.length) continue;
    const plek = vrij.findIndex((i) => i >= thema % most);
    const [kleur] = vrij.splice(Math.max(plek, 0), 1);
    out.set(slug, { slug, kleur });
  }
  return slugs.flatMap((slug) => out.get(slug) ?? []);
}

/**
 * The layers of a choice; as many as there are colours, the first ones.
 * @param {import('./gegevens.js').Gegevens} gegevens @param {Shown[]} shown what there is now @param {string[]} slugs
 */
export function layersOf(gegevens, shown, slugs) {
  const most = gegevens.constanten.kleuren.length;
  return assignColours(shown, slugs.slice(0, most), (slug) => gegevens.perSlug.get(slug)?.themas[0], most);
}

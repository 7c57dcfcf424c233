/** What one can filter on, as viewer/filters.py declares it; nothing here knows which filters there are. */

/** An address part, as `slugify` in viewer/model.py. @param {string} text */
export const slugify = (text) => text.normalize('NFKD').replace(/[^\0-\x7f]/g, '').toLowerCase()
  .replaceAll("'", '').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');

const holds = (from, until, day) => from <= day && (!until || day < until);

export class Filter {
  /**
   * @param {object} head as `_filter` in viewer/kaart/gegevens.py makes it
   * @param {{slug: string, naam: string}[]|undefined} table the rows that are its options, if any are
   */
  constructor(head, table) {
    this.parameter = head.parameter;
    this.titel = head.titel;
    this.leeg = head.leeg;
    this.meer = Boolean(head.meer);
    this.getoond = Boolean(head.getoond);
    /** On the map it switches layers on and filters nothing. */
    this.lagen = Boolean(head.lagen);
    /** Its options are sets of gemeenten, whose numbers come third in an option. */
    this.gebied = Boolean(head.gebied);
    this.tabel = head.tabel ?? '';
    this.oud = head.oud ?? [];
    /** [slug, name, more...] each. @type {[string, string, ...any[]][]} */
    this.opties = table?.map(({ slug, naam }, i) => [slug, naam, [i]])
      ?? head.opties.map(([slug, naam, ...more]) => [slug || slugify(naam), naam, ...more]);
    /** How many of them, from the first, a form offers. */
    this.aanbod = head.aanbod ?? this.opties.length;
    this.nummers = new Map(this.opties.map(([slug], i) => [slug, i]));
    /** The options that hold each gemeente. @type {Map<number, number[]>} */
    this.perGemeente = new Map();
    if (this.gebied) this.opties.forEach(([, , members], i) => members.forEach((n) => this.perGemeente.set(n, [...(this.perGemeente.get(n) ?? []), i])));
  }

  /** Numbers of the gemeenten in any of these options. @param {string[]} slugs @returns {Set<number>} */
  gemeenten(slugs) {
    return new Set(slugs.flatMap((slug) => this.opties[this.nummers.get(slug)]?.[2] ?? []));
  }

  /**
   * The options that a samenwerkingsverband has on a day, the main one first.
   * @param {import('./gegevens.js').Verband} verband @param {number[]} members who takes part on that day
   * @returns {number[]}
   */
  optiesVan(verband, members, day) {
    if (this.gebied) return [...new Set(members.flatMap((n) => this.perGemeente.get(n) ?? []))];
    if (this.tabel) return [this.nummers.get(verband.slug)];
    return [verband.keuzes[this.parameter]].flat()
      .filter((value) => !Array.isArray(value) || holds(value[1], value[2], day))
      .map((value) => (Array.isArray(value) ? value[0] : value));
  }

  /** Whether a samenwerkingsverband has any of some options. @param {string[]} slugs */
  maakToets(slugs) {
    if (this.gebied) {
      const where = this.gemeenten(slugs);
      return (verband, members) => members.some((n) => where.has(n));
    }
    const chosen = new Set(slugs.map((slug) => this.nummers.get(slug)));
    return (verband, members, day) => this.optiesVan(verband, members, day).some((i) => chosen.has(i));
  }
}

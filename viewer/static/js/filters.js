/** What one can filter on, as viewer/filters.py declares it; nothing here knows which filters there are. */

import { opTekst, plat } from './dom.js';

/** An address part, as `slugify` in viewer/model.py. @param {string} text */
export const slugify = (text) => text.normalize('NFKD').replace(/[^\0-\x7f]/g, '').toLowerCase()
  .replaceAll("'", '').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');

/** @param {number} from @param {number} until @param {number} day */
const holds = (from, until, day) => from <= day && (!until || day < until);

/** @typedef {(verband: import('./gegevens.js').Verband, members: number[], day: number) => boolean} Test whether it is left by a choice */

/** @typedef {{slug: string, naam: string, code?: string, id?: string, in?: number, voor?: number[]}} Row in: of a gemeente, whether it lies
 * in the province; voor: the numbers of those whose place it took */

/** @param {Row} row */
const isOffered = (row) => row.in !== 0;

/** Rows of a table as options, those that forms offer first, by name; each with its number. @param {Row[]} table @returns {[string, string, number[]][]} */
const rowsAsOptions = (table) => table.map((row, i) => ({ row, i, name: plat(row.naam) }))
  .sort((a, b) => Number(isOffered(b.row)) - Number(isOffered(a.row)) || opTekst(a.name, b.name))
  .map(({ row: { slug, naam, voor = [] }, i }) => [slug, naam, [i, ...voor]]);

export class Filter {
  /**
   * @param {FilterHead} head
   * @param {Row[]|undefined} table the rows that are its options, if any are
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
    /** It filters nothing: it has hand-kept ones counted too where gemeenten are compared. */
    this.erbij = Boolean(head.erbij);
    /** What it means to choose none. */
    this.geen = head.geen ?? 'alles';
    /** @type {string[]} */
    this.oud = head.oud ?? [];
    /** [slug, name, more...] each. @type {[string, string, ...any[]][]} */
    this.opties = (table && rowsAsOptions(table))
      ?? /** @type {NonNullable<FilterHead['opties']>} */ (head.opties).map(([slug, naam, ...more]) => [slug || slugify(naam), naam, ...more]);
    /** How many of them, from the first, a form offers. */
    this.aanbod = head.aanbod ?? table?.filter(isOffered).length ?? this.opties.length;
    this.nummers = new Map(this.opties.map(([slug], i) => [slug, i]));
    /** Other words for them. @type {Map<string, string>|null} */
    this.woorden = null;
    this.rijen = table;
    /** The options that hold each gemeente. @type {Map<number, number[]>} */
    this.perGemeente = new Map();
    if (this.gebied) this.opties.forEach(([, , members], i) => members.forEach((/** @type {number} */ n) => this.perGemeente.set(n, [...(this.perGemeente.get(n) ?? []), i])));
  }

  /**
   * The option that a value in an address means: a slug, a code, an id or a name. Null for none; of a table, of which
   * the map has a part only, the value itself.
   * @param {string} waarde @returns {string|null}
   */
  slugVan(waarde) {
    if (this.nummers.has(waarde)) return waarde;
    this.woorden ??= new Map((this.rijen ?? []).flatMap(({ slug, code = '', id = '' }) => (
      [code, code.slice(2), code.slice(2).replace(/^0+/, ''), id].filter(Boolean).map((woord) => [woord.toLowerCase(), slug]))));
    const slug = this.woorden.get(waarde.toLowerCase()) ?? slugify(waarde);
    return this.nummers.has(slug) || this.tabel ? slug : null;
  }

  /** Numbers of the gemeenten in any of these options. @param {string[]} slugs @returns {Set<number>} */
  gemeenten(slugs) {
    return new Set(slugs.flatMap((slug) => this.opties[/** @type {number} */ (this.nummers.get(slug))]?.[2] ?? []));
  }

  /**
   * The options that a samenwerkingsverband has on a day, the main one first.
   * @param {import('./gegevens.js').Verband} verband @param {number[]} members who takes part on that day @param {number} day
   * @returns {number[]}
   */
  optiesVan(verband, members, day) {
    if (this.gebied) return [...new Set(members.flatMap((n) => this.perGemeente.get(n) ?? []))];
    if (this.erbij) return verband.hand && verband.compleet ? [0] : [];
    if (this.tabel) return [/** @type {number} */ (this.nummers.get(verband.slug))];
    return [verband.keuzes[this.parameter]].flat()
      .filter((value) => !Array.isArray(value) || holds(value[1], value[2], day))
      .map((value) => (Array.isArray(value) ? value[0] : value));
  }

  /** Whether a samenwerkingsverband has any of some options. @param {string[]} slugs @returns {Test} */
  maakToets(slugs) {
    if (this.gebied) {
      const where = this.gemeenten(slugs);
      return (verband, members) => members.some((n) => where.has(n));
    }
    const chosen = new Set(slugs.map((slug) => this.nummers.get(slug)));
    return (verband, members, day) => this.optiesVan(verband, members, day).some((i) => chosen.has(i));
  }
}

/** The table of participations in the browser: the same questions as viewer/dataset.py answers. */

import { opPlat, opTekst, plat } from './dom.js';
import { Filter, slugify } from './filters.js';
import { telMee } from './geteld.js';
import { Levensloop } from './levensloop.js';
import { isoDag, setMailbox } from './taal.js';
import { LEEG, vulTeksten, woordenVan } from './teksten.js';

/**
 * @typedef {object} Verband
 * @property {string} id @property {string} slug @property {string} naam @property {string} titel
 * @property {string} afkorting @property {string} alias @property {string[]} ook what else it is called @property {string} eerder titles of other versions @property {Record<string, FilterValue|FilterValue[]>} keuzes per filter its options, as `f`
 * @property {number} vorm @property {number} recht @property {number[]} themas @property {number[]} taken
 * @property {string} omschrijving @property {string} website @property {number} hand @property {string} bron @property {string} brondatum
 * @property {number} compleet @property {string} opmerking @property {number} sinds @property {number} begon @property {number} oud @property {number} ongedateerd whether nobody knows when it begins and ends @property {string} einde
 * @property {string} [zoek] all its words, as `plat` makes them; made when first searched
 * @property {[number, number, number?][]} d [number of the gemeente, from, until?], days as 20260516
 * @property {[string, string, number, number, number?][]} o others: [name, kind, number of the
 *   gemeente that an ended one lies in today or -1, from, until?]
 * @property {[number, string, number, number?][]} g whom the register names for another: [number of who takes part, name, from, until?]
 */

/** How many answers for choices without their layers are kept. */
const MAX_LAATST = 24;

/** @param {number} van @param {number|undefined} tot @param {number} dag */
const geldt = (van, tot, dag) => van <= dag && (tot === undefined || dag < tot);

export class Gegevens {
  /** @param {Deelnames} tabel @param {import('./kaart/gebieden.js').Gemeente[]} gemeenten */
  constructor(tabel, gemeenten) {
    this.peildatum = tabel.peildatum;
    /** What server and browser must agree on: colours, sizes, columns, words. */
    this.constanten = tabel.constanten;
    setMailbox(tabel.constanten.correctie);
    this.provincie = tabel.provincie;
    this.provincies = tabel.provincies;
    /** Those of today, by number of their area. */
    this.vandaag = gemeenten;
    this.loop = new Levensloop(gemeenten, tabel);
    /** All that ever were, those of today first. */
    this.gemeenten = this.loop.gemeenten;
    const eigen = tabel.filters.filter(({ gebied, tabel: rijen, erbij }) => !gebied && !rijen && !erbij).map(({ parameter }) => parameter);
    /** @type {Verband[]} */
    this.verbanden = tabel.verbanden.map(({ f, slug, onvolledig, ...rij }) => /** @type {Verband} */ (/** @type {unknown} */ ({
      ...LEEG, ...rij, slug: slug || slugify(rij.naam), compleet: onvolledig ? 0 : 1, keuzes: Object.fromEntries(eigen.map((naam, i) => [naam, f[i]])),
    })));
    this.rijen = [...this.verbanden]; // as the table has them
    const plats = new Map(this.verbanden.map(({ naam }) => [naam, plat(naam)]));
    this.verbanden.sort((a, b) => opTekst(/** @type {string} */ (plats.get(a.naam)), /** @type {string} */ (plats.get(b.naam))));
    this.perSlug = new Map(this.verbanden.map((verband) => [verband.slug, verband]));
    this.gemeentePerSlug = new Map(gemeenten.map((gemeente, nummer) => [gemeente.slug, nummer]));
    /** In the order of addresses and forms. @type {Filter[]} */
    this.filters = tabel.filters.map((kop) => new Filter(kop, { gemeenten: this.loop.alsOpties(), verbanden: this.verbanden }[/** @type {'verbanden'} */ (kop.tabel)]));
    /** @type {Map<number, Map<Verband, number[]>>} */
    this.dagen = new Map();
    /** @type {Map<string, unknown>} */
    this.laatst = new Map();
    this.woorden = /** @type {Record<string, string[]>} per filter the other words for its options */ ({});
    // What cards and lists say of a samenwerkingsverband, whether one filters on it or not.
    /** @param {string} parameter */
    const opties = (parameter) => /** @type {Filter} */ (this.filters.find((een) => een.parameter === parameter)).opties;
    this.themas = opties('thema');
    this.taken = opties('taak');
    this.rechten = opties('recht');
    this.vormen = opties('vorm');
    for (const verband of this.verbanden) {
      verband.themas = /** @type {number[]} */ ([verband.keuzes.thema].flat());
      verband.taken = /** @type {number[]} */ ([verband.keuzes.taak].flat());
      verband.recht = /** @type {number} */ (verband.keuzes.recht);
      verband.vorm = /** @type {number} */ (verband.keuzes.vorm);
    }
  }

  /** Takes what comes once the map works. @param {Teksten} teksten */
  vul(teksten) {
    vulTeksten(this.rijen, teksten);
    for (const gemeente of this.vandaag) gemeente.plaatsen = teksten.plaatsen[gemeente.code];
    this.woorden = teksten.woorden;
    this.laatst.clear();
    return this;
  }

  /** Number of a day: of the address, else the register's. @param {string} peildatum */
  dag(peildatum) {
    return peildatum ? Number(peildatum.replaceAll('-', '')) : this.peildatum;
  }

  /**
   * Who takes part on a day, per samenwerkingsverband in which a gemeente of the province does.
   * @param {number} dag @returns {Map<Verband, number[]>} numbers of gemeenten, of that day
   */
  opDag(dag) {
    let out = this.dagen.get(dag);
    if (!out) {
      out = new Map();
      for (const verband of this.verbanden) {
        /** @type {number[]} */
        const leden = [];
        for (const [nummer, van, tot] of verband.d) if (geldt(van, tot, dag)) leden.push(nummer);
        if (leden.some((nummer) => this.gemeenten[nummer].in)) out.set(verband, leden);
      }
      if (this.dagen.size > 50) this.dagen.clear();
      this.dagen.set(dag, out);
    }
    return out;
  }

  /** Who takes part on a day, in a samenwerkingsverband of any day. @param {Verband} verband @param {number} dag */
  leden(verband, dag) {
    return this.opDag(dag).get(verband)
      ?? verband.d.filter(([, van, tot]) => geldt(van, tot, dag)).map(([nummer]) => nummer);
  }

  /** The gemeenten of `leden`, by name. @param {Verband} verband @param {number} dag */
  ledenOpNaam(verband, dag) {
    return this.leden(verband, dag).map((nummer) => this.gemeenten[nummer]).sort((a, b) => opPlat(a.naam, b.naam));
  }

  /** What is known of its list: viewer/stand.py in the browser. @param {Verband} verband @param {number} dag */
  stand({ hand, oud, brondatum, compleet, einde }, dag) {
    const voorbij = einde && Number(einde.padEnd(10, '-01').replaceAll('-', '')) <= dag;
    return {
      van: hand ? brondatum : isoDag(Math.min(dag, this.peildatum)),
      register: !hand,
      compleet: Boolean(compleet),
      merk: oud ? `stand ${brondatum.slice(0, 4)}` : '',
      einde: voorbij ? einde : '',
    };
  }

  /** The provincie of a gemeente; "" within the one that the map is of. @param {number} nummer */
  elders(nummer) {
    return this.provincies[this.gemeenten[nummer]?.p] ?? '';
  }

  /** Its subjects. @param {Verband} verband */
  onderwerpen(verband) {
    return verband.themas.map((thema) => this.themas[thema][1]);
  }

  /** Names of who takes part, in their order: gemeenten, ended ones included, or all others. @param {Verband} verband @param {number} dag @param {boolean} gemeenten */
  namenVan(verband, dag, gemeenten) {
    const anderen = this.anderen(verband, dag).filter(({ soort }) => (soort === 'gemeente') === gemeenten).map(({ naam }) => naam);
    const leden = gemeenten ? this.leden(verband, dag).map((nummer) => this.gemeenten[nummer].naam) : [];
    return [...leden, ...anderen].sort(opTekst);
  }

  /** Names of the gemeenten, with the provincie of those elsewhere. @param {Verband} verband @param {number} dag */
  metProvincie(verband, dag) {
    const vroeger = this.anderen(verband, dag).filter(({ soort }) => soort === 'gemeente');
    return [...this.leden(verband, dag).map((nu) => ({ naam: this.gemeenten[nu].naam, nu })), ...vroeger]
      .sort((a, b) => opTekst(a.naam, b.naam)).map(({ naam, nu }) => (this.elders(nu) ? `${naam} (${this.elders(nu)})` : naam));
  }

  /** Participants without an area of their own; `nu` is the gemeente that an ended one lies in today. @param {Verband} verband @param {number} dag */
  anderen(verband, dag) {
    return verband.o.filter(([, , , van, tot]) => geldt(van, tot, dag)).map(([naam, soort, nu]) => ({ naam, soort, nu }));
  }

  /**
   * The samenwerkingsverbanden that a choice leaves, by name.
   * @param {import('./toestand.js').Toestand} keuze @param {Filter[]} [zonder] filters to disregard
   * @returns {Verband[]}
   */
  kies(keuze, zonder = []) {
    const dag = this.dag(keuze.peildatum);
    const toetsen = this.filters.filter((een) => keuze[een.parameter].length && !een.erbij && !zonder.includes(een))
      .map((een) => een.maakToets(keuze[een.parameter]));
    const woorden = plat(keuze.q).split(/\s+/).filter(Boolean);
    return [...this.opDag(dag)].filter(([verband, leden]) => (
      toetsen.every((toets) => toets(verband, leden, dag)) && woorden.every((woord) => woordenVan(this, verband).includes(woord))
    )).map(([verband]) => verband);
  }

  /** What the list beside the map holds: there layers filter nothing. @param {import('./toestand.js').Toestand} keuze */
  inLijst(keuze, zonder = /** @type {Filter[]} */ ([])) {
    return this.zonderLagen('lijst', keuze, zonder, () => this.kies(keuze, [...this.filters.filter(({ lagen }) => lagen), ...zonder]));
  }

  /**
   * Keeps what was made last for a choice of everything but layers: switching one on or off asks for the same again, which is not to be changed.
   * @template T @param {string} wat @param {import('./toestand.js').Toestand} keuze @param {Filter[]} filters which it is about besides @param {() => T} maak
   * @returns {T}
   */
  zonderLagen(wat, keuze, filters, maak) {
    const sleutel = JSON.stringify([wat, filters.map(({ parameter }) => parameter), keuze.peildatum, keuze.q,
      this.filters.filter(({ lagen }) => !lagen).map(({ parameter }) => keuze[parameter])]);
    if (!this.laatst.has(sleutel)) {
      if (this.laatst.size >= MAX_LAATST) this.laatst.clear();
      this.laatst.set(sleutel, maak());
    }
    return /** @type {T} */ (this.laatst.get(sleutel));
  }

  /**
   * Per filter, usually those that forms show, how many of the list each option gives beside what the others leave.
   * @param {import('./toestand.js').Toestand} keuze @returns {Map<Filter, Map<number, number>>} numbers of options
   */
  telPerFilter(keuze, filters = this.filters.filter(({ getoond }) => getoond)) {
    return this.zonderLagen('tellingen', keuze, filters, () => {
      const dag = this.dag(keuze.peildatum);
      const left = this.inLijst(keuze);
      return new Map(filters.map((een) => (
        [een, this.telOpties(een, keuze[een.parameter].length && !een.lagen && !een.erbij ? this.inLijst(keuze, [een]) : left, dag)])));
    });
  }

  /** How many of some samenwerkingsverbanden have each option of a filter. @param {Filter} filter @param {Verband[]} verbanden @param {number} dag */
  telOpties(filter, verbanden, dag) {
    /** @type {Map<number, number>} */
    const aantallen = new Map();
    for (const verband of verbanden) {
      for (const i of filter.optiesVan(verband, this.leden(verband, dag), dag)) aantallen.set(i, (aantallen.get(i) ?? 0) + 1);
    }
    return aantallen;
  }

  /** What may have left nothing, in words, for the sentence that says so. @param {import('./toestand.js').Toestand} keuze */
  waarop(keuze) {
    const woorden = this.filters.filter(({ parameter, lagen, erbij }) => !lagen && !erbij && keuze[parameter].length).map(({ leeg }) => leeg);
    if (keuze.q) woorden.push(`"${keuze.q}"`);
    if (keuze.peildatum) woorden.push('datum');
    return woorden;
  }

  /** How many of these samenwerkingsverbanden each gemeente takes part in. @param {Verband[]} verbanden @param {number} dag @returns {number[]} */
  tel(verbanden, dag) {
    const out = new Array(this.gemeenten.length).fill(0);
    for (const verband of verbanden) for (const nummer of this.leden(verband, dag)) out[nummer] += 1;
    return out;
  }

  /**
   * With whom a gemeente shares how many samenwerkingsverbanden that count, most first.
   * @param {number} nummer @param {number} dag @param {import('./toestand.js').Toestand} keuze
   */
  partners(nummer, dag, keuze) {
    const eigen = this.loop.toen(nummer, dag);
    const { mee, geteld } = telMee(this.filters, [...this.opDag(dag)].filter(([, leden]) => eigen.some((een) => leden.includes(een))).map(([verband]) => verband), keuze);
    const gedeeld = this.tel(mee, dag);
    return {
      geteld,
      mee,
      lijst: gedeeld.map((n, ander) => [ander, n]).filter(([ander, n]) => n && !eigen.includes(ander))
        .sort((a, b) => b[1] - a[1] || this.loop.rang[a[0]] - this.loop.rang[b[0]]),
    };
  }
}

/** The table of participations in the browser: the same questions as viewer/dataset.py answers. */

import { plat } from './dom.js';

/**
 * @typedef {object} Verband
 * @property {string} id @property {string} slug @property {string} naam @property {string} titel
 * @property {string} afkorting @property {string} alias @property {number} vorm @property {number} recht @property {number[]} themas
 * @property {string} omschrijving @property {string} website @property {number} hand
 * @property {string} bron @property {string} brondatum @property {number} compleet
 * @property {string} opmerking @property {number} sinds
 * @property {number[][]} d [number of the gemeente, from, until?], days as 20260516
 * @property {[string, string, number, number, number?][]} o others: [name, kind, number of the
 *   gemeente that an ended one lies in today or -1, from, until?]
 */

/** Made once: the first comparison in a language takes longer than drawing a layer. */
const opNaam = new Intl.Collator('nl');

const geldt = (van, tot, dag) => van <= dag && (tot === undefined || dag < tot);

export class Gegevens {
  /** @param {object} tabel the JSON of /kaartdata/.../deelnames.json @param {object[]} gemeenten */
  constructor(tabel, gemeenten) {
    this.peildatum = tabel.peildatum;
    this.provincie = tabel.provincie;
    this.themas = tabel.themas;
    this.vormen = tabel.vormen;
    this.rechten = tabel.rechten;
    this.regios = tabel.regios;
    this.gemeenten = gemeenten;
    /** @type {Verband[]} */
    this.verbanden = tabel.verbanden;
    this.verbanden.sort((a, b) => (plat(a.naam) < plat(b.naam) ? -1 : 1));
    this.perSlug = new Map(this.verbanden.map((verband) => [verband.slug, verband]));
    this.gemeentePerSlug = new Map(gemeenten.map((gemeente, nummer) => [gemeente.slug, nummer]));
    this.regioPerSlug = new Map(this.regios.map(([slug, , leden]) => [slug, new Set(leden)]));
    /** In which regions a gemeente lies. @type {Map<number, string[]>} */
    this.regiosVan = new Map();
    for (const [slug, , leden] of this.regios) for (const n of leden) this.regiosVan.set(n, [...(this.regiosVan.get(n) ?? []), slug]);
    this.dagen = new Map();
    for (const verband of this.verbanden) {
      verband.zoek = plat([verband.naam, verband.titel, verband.afkorting, verband.alias, verband.omschrijving,
        ...verband.themas.map((thema) => this.themas[thema][1]),
        ...verband.d.map(([nummer]) => gemeenten[nummer].naam), ...verband.o.map(([naam]) => naam)].join(' '));
    }
  }

  /** Number of a day: of the address, else the register's. @param {string} peildatum */
  dag(peildatum) {
    return peildatum ? Number(peildatum.replaceAll('-', '')) : this.peildatum;
  }

  /**
   * Who takes part on a day, per samenwerkingsverband in which a gemeente of the province does.
   * @param {number} dag @returns {Map<Verband, number[]>} numbers of gemeenten
   */
  opDag(dag) {
    let uit = this.dagen.get(dag);
    if (!uit) {
      uit = new Map();
      for (const verband of this.verbanden) {
        const leden = [];
        for (const [nummer, van, tot] of verband.d) if (geldt(van, tot, dag)) leden.push(nummer);
        if (leden.some((nummer) => this.gemeenten[nummer].in)) uit.set(verband, leden);
      }
      if (this.dagen.size > 50) this.dagen.clear();
      this.dagen.set(dag, uit);
    }
    return uit;
  }

  /** Who takes part on a day, in a samenwerkingsverband of any day. @param {Verband} verband */
  leden(verband, dag) {
    return this.opDag(dag).get(verband)
      ?? verband.d.filter(([, van, tot]) => geldt(van, tot, dag)).map(([nummer]) => nummer);
  }

  /** The gemeenten of `leden`, by name. @returns {import('./kaart/gebieden.js').Gemeente[]} */
  ledenOpNaam(verband, dag) {
    return this.leden(verband, dag).map((nummer) => this.gemeenten[nummer]).sort((a, b) => opNaam.compare(a.naam, b.naam));
  }

  /** Its subjects as text. @param {Verband} verband */
  onderwerpen(verband) {
    return verband.themas.map((thema) => this.themas[thema][1]).join(', ');
  }

  /** Participants without an area of their own; `nu` is the gemeente that an ended one lies in today. */
  anderen(verband, dag) {
    return verband.o.filter(([, , , van, tot]) => geldt(van, tot, dag)).map(([naam, soort, nu]) => ({ naam, soort, nu }));
  }

  /** Gemeenten of today in which a participant lies that has ended since, and that do not take part themselves. */
  opvolgers(verband, dag) {
    const leden = this.leden(verband, dag);
    return [...new Set(this.anderen(verband, dag).map(({ nu }) => nu))].filter((nu) => nu >= 0 && !leden.includes(nu));
  }

  /**
   * The samenwerkingsverbanden that a choice leaves, by name.
   * @param {import('./toestand.js').Toestand} keuze @param {string} [zonder] parameter to disregard
   * @returns {Verband[]}
   */
  kies(keuze, zonder = '') {
    const opDag = this.opDag(this.dag(keuze.peildatum));
    const gekozen = (naam) => (naam === zonder ? [] : keuze[naam]);
    const themas = new Set(gekozen('thema'));
    const vormen = new Set(gekozen('vorm'));
    const rechten = new Set(gekozen('publiek_privaat'));
    const groepen = [];
    if (gekozen('regio').length) {
      groepen.push(new Set(gekozen('regio').flatMap((slug) => [...(this.regioPerSlug.get(slug) ?? [])])));
    }
    if (gekozen('gemeente').length) {
      groepen.push(new Set(gekozen('gemeente').map((slug) => this.gemeentePerSlug.get(slug))));
    }
    const woorden = plat(keuze.q).split(/\s+/).filter(Boolean);
    return [...opDag].filter(([verband, leden]) => (
      (!themas.size || verband.themas.some((thema) => themas.has(this.themas[thema][0])))
      && (!rechten.size || rechten.has(this.rechten[verband.recht][0]))
      && (!vormen.size || vormen.has(this.vormen[verband.vorm][0]))
      && groepen.every((groep) => leden.some((nummer) => groep.has(nummer)))
      && woorden.every((woord) => verband.zoek.includes(woord))
    )).map(([verband]) => verband);
  }

  /** How many of these samenwerkingsverbanden each gemeente takes part in. @returns {number[]} */
  tel(verbanden, dag) {
    const uit = new Array(this.gemeenten.length).fill(0);
    for (const verband of verbanden) for (const nummer of this.leden(verband, dag)) uit[nummer] += 1;
    return uit;
  }

  /** With whom a gemeente shares how many samenwerkingsverbanden, most first. */
  partners(nummer, dag) {
    const mee = [...this.opDag(dag)].filter(([, leden]) => leden.includes(nummer)).map(([verband]) => verband);
    const gedeeld = this.tel(mee, dag);
    return {
      mee,
      gedeeld,
      lijst: gedeeld.map((n, ander) => [ander, n]).filter(([ander, n]) => n && ander !== nummer)
        .sort((a, b) => b[1] - a[1] || (this.gemeenten[a[0]].code < this.gemeenten[b[0]].code ? -1 : 1)),
    };
  }
}

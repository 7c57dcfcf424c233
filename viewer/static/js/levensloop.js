/** Gemeenten with a beginning and an end: viewer/levensloop.py in the browser. */

import { opTekst } from './dom.js';
import { slugify } from './filters.js';

/**
 * A gemeente of today has the number of its area; those that have ended come behind them.
 * @typedef {import('./kaart/gebieden.js').Gemeente & {nu: number, van: number, tot: number}} Ooit nu: number of the area that it
 *   lies in; van, tot: days as 20260516, 0 for no limit
 */

export class Levensloop {
  /** @param {import('./kaart/gebieden.js').Gemeente[]} vandaag by number of their area @param {Pick<Deelnames, 'peildatum'|'vroeger'|'begin'>} tabel */
  constructor(vandaag, { peildatum, vroeger, begin }) {
    this.vandaag = vandaag;
    this.peildatum = peildatum;
    const sinds = new Map(begin);
    /** All that ever were. @type {Ooit[]} */
    this.gemeenten = [
      ...vandaag.map((gemeente, nummer) => ({ ...gemeente, nu: nummer, van: sinds.get(nummer) ?? 0, tot: 0 })),
      ...vroeger.map(([code, slug, naam, nu, hier, tot, van = 0]) => (
        { ...vandaag[nu], code, slug: slug || slugify(naam), naam, nu, in: hier, p: hier ? -1 : vandaag[nu].p, inwoners: 0, plaatsen: [], tot, van })),
    ];
    /** Per area those that ended in it. @type {Map<number, number[]>} */
    this.binnen = new Map();
    this.gemeenten.forEach(({ nu }, nummer) => { if (nu !== nummer) this.binnen.set(nu, [...(this.binnen.get(nu) ?? []), nummer]); });
    /** Where each stands when sorted by code. @type {number[]} */
    this.rang = [];
    this.gemeenten.map((_, nummer) => nummer).sort((a, b) => opTekst(this.gemeenten[a].code, this.gemeenten[b].code))
      .forEach((nummer, plek) => { this.rang[nummer] = plek; });
  }

  /** The gemeenten of today, with the numbers of those whose place they took. */
  alsOpties() {
    return this.vandaag.map((gemeente, nummer) => ({ ...gemeente, voor: this.voorgangers(nummer) }));
  }

  /** Those whose place it took: they had ended when it began. @param {number} nummer */
  voorgangers(nummer) {
    return (this.binnen.get(nummer) ?? []).filter((oud) => this.gemeenten[oud].tot <= this.gemeenten[nummer].van);
  }

  /** Whether it is a gemeente on a day. @param {number} nummer @param {number} dag */
  bestaat(nummer, dag) {
    const { van, tot } = this.gemeenten[nummer];
    const toen = Math.min(dag, this.peildatum);
    return van <= toen && (!tot || toen < tot);
  }

  /** Who stood on a day where a gemeente is now: itself, or those whose place it took since, by name. @param {number} nummer @param {number} dag */
  toen(nummer, dag) {
    if (this.bestaat(nummer, dag)) return [nummer];
    return this.voorgangers(nummer).filter((oud) => this.bestaat(oud, dag))
      .sort((a, b) => opTekst(this.gemeenten[a].naam, this.gemeenten[b].naam));
  }

  /** The area of today in which a gemeente lies. @param {number} nummer */
  vlak(nummer) {
    return this.gemeenten[nummer].nu;
  }

  /** The areas of some gemeenten, each once. @param {number[]} nummers */
  vlakken(nummers) {
    return [...new Set(nummers.map((nummer) => this.vlak(nummer)))];
  }

  /** The area for which a gemeente counts on a day: its own, or that whose place it had; -1 where another stood there too.
   * @param {number} nummer @param {number} dag */
  vlakOp(nummer, dag) {
    const { nu } = this.gemeenten[nummer];
    return nu === nummer || !this.bestaat(nu, dag) ? nu : -1;
  }

  /** Areas in which a participant lies that has ended since, and whose own gemeente does not take part itself.
   * @param {number[]} leden @param {{nu: number}[]} anderen */
  opvolgers(leden, anderen) {
    return [...new Set([...this.vlakken(leden), ...anderen.map(({ nu }) => nu)])].filter((nu) => nu >= 0 && !leden.includes(nu));
  }

  /**
   * How many of some samenwerkingsverbanden each area counts for: its gemeente, or before that began those whose place it took, together.
   * @param {number[][]} leden of each who takes part @param {number} dag
   */
  telVlakken(leden, dag) {
    const out = new Array(this.vandaag.length).fill(0);
    const waar = this.gemeenten.map((_, nummer) => this.vlakOp(nummer, dag));
    for (const wie of leden) {
      const vlakken = wie.every((nummer) => nummer < out.length) ? wie : new Set(wie.map((nummer) => waar[nummer]));
      for (const vlak of vlakken) if (vlak >= 0) out[vlak] += 1;
    }
    return out;
  }
}

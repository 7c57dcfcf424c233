/** The cards of a samenwerkingsverband and of a gemeente, as data: viewer/views/cards.py in the browser. */

import { opPlat } from '../dom.js';
import { teltAlles } from '../geteld.js';
import { aantal, host, isoDag, veilig } from '../taal.js';

/** @typedef {ReturnType<typeof verbandCard>} VerbandCard */

/**
 * @param {import('../gegevens.js').Gegevens} gegevens @param {import('../gegevens.js').Verband} verband @param {number} dag
 * @param {number} kleur place of its colour, -1 for none @param {boolean} nieuwste shows all of itself at once
 */
export function verbandCard(gegevens, verband, dag, kleur = -1, nieuwste = true) {
  const anderen = gegevens.anderen(verband, dag);
  const gemeenten = [
    ...gegevens.leden(verband, dag).map((nummer) => {
      const { naam, slug, in: hier } = gegevens.gemeenten[nummer];
      return { naam, slug, thuis: Boolean(hier), nu: '', provincie: gegevens.elders(nummer) };
    }),
    ...anderen.filter(({ soort }) => soort === 'gemeente')
      .map(({ naam, nu }) => ({ naam, slug: '', thuis: false, nu: gegevens.gemeenten[nu]?.naam ?? '', provincie: gegevens.elders(nu) })),
  ];
  const stand = gegevens.stand(verband, dag);
  const [, vorm, uitleg] = gegevens.vormen[verband.vorm];
  return {
    slug: verband.slug,
    naam: verband.naam,
    omschrijving: verband.omschrijving,
    kleur,
    nieuwste,
    register: stand.register,
    compleet: stand.compleet,
    stand: stand.merk,
    einde: stand.einde,
    opmerking: verband.opmerking,
    gemeenten: gemeenten.sort((a, b) => opPlat(a.naam, b.naam)),
    anderen: anderen.filter(({ soort }) => soort !== 'gemeente').map(({ naam }) => naam).sort(opPlat),
    onderwerpen: gegevens.onderwerpen(verband),
    vorm,
    vorm_uitleg: uitleg,
    sinds: isoDag(verband.sinds),
    website: veilig(verband.website),
    bron: {
      adres: veilig(verband.bron),
      naam: verband.hand ? host(verband.bron) : gegevens.constanten.register,
      datum: verband.brondatum,
      jaar: verband.brondatum.slice(0, 4),
    },
  };
}

/** @param {import('../gegevens.js').Gegevens} gegevens @param {string} slug @param {number} dag @param {import('../toestand.js').Toestand} keuze */
export function gemeenteCard(gegevens, slug, dag, keuze) {
  const nummer = /** @type {number} */ (gegevens.gemeentePerSlug.get(slug));
  const { geteld, lijst } = gegevens.partners(nummer, dag, keuze);
  return {
    slug,
    naam: gegevens.gemeenten[nummer].naam,
    register: geteld.register,
    zelf: geteld.zelf + geteld.niet,
    gebied: gegevens.provincie,
    waar: gegevens.elders(nummer),
    partners: lijst.slice(0, gegevens.constanten.partners).map(([ander, n]) => (
      { slug: gegevens.gemeenten[ander].slug, naam: gegevens.gemeenten[ander].naam, aantal: n })),
    bron: gegevens.constanten.register,
  };
}

/**
 * What the map says of the gemeente under the pointer: never a number of what was not counted.
 * @param {import('../gegevens.js').Gegevens} gegevens @param {import('../toestand.js').Toestand} keuze
 * @param {number} nummer @param {number} n by how many it is shaded
 */
export function pointedAt(gegevens, keuze, nummer, n) {
  const eerste = gegevens.gemeentePerSlug.get(keuze.gemeente[0]);
  const alles = teltAlles(gegevens.filters, keuze);
  const met = gegevens.provincie;
  if (eerste !== undefined && eerste !== nummer) return `${n || 'niets'} gedeeld${gegevens.elders(eerste) && ` waaraan ook ${met} meedoet`}`;
  const waar = gegevens.elders(nummer);
  if (!waar) return `${aantal(n, 'samenwerkingsverband', 'samenwerkingsverbanden')}${alles ? '' : ' uit het register'}`;
  if (n) return `Ligt in ${waar}, ${n} samen met ${met}`;
  const waarin = gegevens.waarop(keuze).length ? 'bij deze keuze ' : alles ? '' : 'in het register ';
  return `Ligt in ${waar}, ${waarin}niets samen met ${met}`;
}

/** The cards of a samenwerkingsverband and of a gemeente, as data: viewer/views/cards.py in the browser. */

import { opPlat } from '../dom.js';
import { teltAlles } from '../geteld.js';
import { aantal, host, isoDag, opsomming, veilig } from '../taal.js';

/** @typedef {ReturnType<typeof verbandCard>} VerbandCard */

/**
 * @param {import('../gegevens.js').Gegevens} gegevens @param {import('../gegevens.js').Verband} verband @param {number} dag
 * @param {number} kleur place of its colour, -1 for none @param {boolean} nieuwste shows all of itself at once
 */
export function verbandCard(gegevens, verband, dag, kleur = -1, nieuwste = true) {
  const anderen = gegevens.anderen(verband, dag);
  const gemeenten = [
    ...gegevens.leden(verband, dag).map((nummer) => {
      const { naam, slug, in: hier, nu } = gegevens.gemeenten[nummer];
      const now = nu === nummer;
      return { naam, slug: now ? slug : '', thuis: Boolean(hier), nu: now ? '' : gegevens.gemeenten[nu].naam, provincie: gegevens.elders(nummer) };
    }),
    ...anderen.filter(({ soort }) => soort === 'gemeente')
      .map(({ naam, nu }) => ({ naam, slug: '', thuis: false, nu: gegevens.gemeenten[nu]?.naam ?? '', provincie: gegevens.elders(nu) })),
  ];
  const stand = gegevens.stand(verband, dag);
  const [, vorm, uitleg] = gegevens.vormen[verband.vorm];
  return {
    slug: verband.slug,
    naam: verband.naam,
    ook: verband.ook,
    omschrijving: verband.omschrijving,
    kleur,
    nieuwste,
    register: stand.register,
    compleet: stand.compleet,
    stand: stand.merk,
    einde: stand.einde,
    opmerking: verband.opmerking,
    gemeenten: gemeenten.sort((a, b) => opPlat(a.naam, b.naam)),
    genoemd: namedForOthers(gegevens, verband, dag),
    anderen: anderen.filter(({ soort }) => soort !== 'gemeente').map(({ naam }) => naam).sort(opPlat),
    onderwerpen: gegevens.onderwerpen(verband),
    vorm,
    vorm_uitleg: uitleg,
    begon: isoDag(verband.begon),
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

/** Sentences on whom the register still names, though another took their place.
 * @param {import('../gegevens.js').Gegevens} gegevens @param {import('../gegevens.js').Verband} verband @param {number} dag */
function namedForOthers({ gemeenten }, verband, dag) {
  /** @type {Map<number, Set<string>>} */
  const namen = new Map();
  for (const [nummer, naam, van, tot] of verband.g) {
    if (van <= dag && (tot === undefined || dag < tot)) namen.set(nummer, (namen.get(nummer) ?? new Set()).add(naam));
  }
  return [...namen].sort(([a], [b]) => opPlat(gemeenten[a].naam, gemeenten[b].naam)).map(([nummer, wie]) => (
    `Het register noemt nog ${opsomming([...wie].sort(opPlat))}; dat is nu ${gemeenten[nummer].naam}.`));
}

/** @param {import('../gegevens.js').Gegevens} gegevens @param {string} slug @param {number} dag @param {import('../toestand.js').Toestand} keuze */
export function gemeenteCard(gegevens, slug, dag, keuze) {
  const nummer = /** @type {number} */ (gegevens.gemeentePerSlug.get(slug));
  const { geteld, lijst } = gegevens.partners(nummer, dag, keuze);
  const bestaat = gegevens.loop.bestaat(nummer, dag);
  return {
    slug,
    bestaat: bestaat ? '' : isoDag(gegevens.gemeenten[nummer].van),
    toen: bestaat ? [] : gegevens.loop.toen(nummer, dag).map((oud) => {
      const { geteld: { register, zelf, niet } } = gegevens.partners(oud, dag, keuze);
      return { naam: gegevens.gemeenten[oud].naam, aantal: register + zelf + niet };
    }),
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
  if (eerste !== undefined && eerste !== nummer) {
    const erbij = gegevens.elders(eerste) && ` waaraan ook ${met} meedoet`;
    return `${n || 'niets'} gedeeld${erbij}`;
  }
  const waar = gegevens.elders(nummer);
  if (!waar) return `${aantal(n, 'samenwerkingsverband', 'samenwerkingsverbanden')}${alles ? '' : ' uit het register'}`;
  if (n) return `Ligt in ${waar}, ${n} samen met ${met}`;
  const waarin = gegevens.waarop(keuze).length ? 'bij deze keuze ' : alles ? '' : 'in het register ';
  return `Ligt in ${waar}, ${waarin}niets samen met ${met}`;
}

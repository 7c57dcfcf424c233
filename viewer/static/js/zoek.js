/** Searching gemeenten, places and samenwerkingsverbanden as a WAI-ARIA combobox that forgives a typo. */

import { byId, el, plat } from './dom.js';

/** So that spelling variants meet: accents and signs away, "ij" as "y". @param {string} tekst */
export const vouw = (tekst) => plat(tekst).replace(/['’`]/g, '').replace(/[^a-z0-9]+/g, ' ').replaceAll('ij', 'y').trim();

/** Whether a is the beginning of b but for one letter too many, too few, wrong or swapped. @param {string} a @param {string} b */
export function bijna(a, b) {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i += 1;
  if (i === a.length) return true;
  /** @param {number} x @param {number} y */
  const rest = (x, y) => b.slice(y).startsWith(a.slice(x));
  return rest(i + 1, i + 1) || rest(i + 1, i) || rest(i, i + 1)
    || (a[i] === b[i + 1] && a[i + 1] === b[i] && rest(i + 2, i + 2));
}

/**
 * How well typed text fits a name: 0 best, null not at all.
 * @param {string} vraag folded @param {string} naam folded
 */
export function past(vraag, naam) {
  if (naam === vraag) return 0;
  if (naam.startsWith(vraag)) return 1;
  const woorden = naam.split(' ');
  if (woorden.some((woord, i) => i && woorden.slice(i).join(' ').startsWith(vraag))) return 2;
  if (vraag.length >= 3 && naam.includes(vraag)) return 3;
  if (vraag.length >= 4 && bijna(vraag, naam)) return 4;
  if (vraag.length >= 4 && woorden.some((woord, i) => i && bijna(vraag, woorden.slice(i).join(' ')))) return 5;
  return null;
}

/** @typedef {{soort: string, naam: string, bij: string, slug: string, sleutels: string[], gewicht: number}} Vondst */

/** @param {import('./gegevens.js').Gegevens} gegevens @returns {Vondst[]} */
export function maakIndex(gegevens) {
  /** @type {Vondst[]} */
  const out = [];
  for (const gemeente of gegevens.vandaag) {
    const basis = { slug: gemeente.slug, gewicht: gemeente.in ? 0 : 2 };
    out.push({ ...basis, soort: 'gemeente', naam: gemeente.naam, bij: 'gemeente', sleutels: [vouw(gemeente.naam)] });
    for (const plaats of gemeente.plaatsen ?? []) {
      if (plaats !== gemeente.naam) {
        out.push({ ...basis, soort: 'gemeente', naam: plaats, bij: `plaats in ${gemeente.naam}`, sleutels: [vouw(plaats)] });
      }
    }
  }
  for (const verband of gegevens.verbanden) {
    const sleutels = [verband.naam, verband.afkorting, verband.alias, ...verband.ook].filter(Boolean).map(vouw);
    out.push({ soort: 'verband', naam: verband.naam, bij: 'samenwerkingsverband', slug: verband.slug, sleutels, gewicht: 1 });
  }
  return out;
}

/** The best ten. @param {Vondst[]} index @param {string} tekst */
export function zoek(index, tekst) {
  const vraag = vouw(tekst);
  if (!vraag) return [];
  /** @type {[number, Vondst][]} */
  const out = [];
  for (const vondst of index) {
    const beste = Math.min(...vondst.sleutels.map((sleutel) => past(vraag, sleutel) ?? Infinity));
    if (beste < Infinity) out.push([beste * 4 + vondst.gewicht, vondst]);
  }
  return out.sort((a, b) => a[0] - b[0] || a[1].naam.length - b[1].naam.length).slice(0, 10).map(([, vondst]) => vondst);
}

/**
 * @param {{index: () => Vondst[], gekozen: (vondst: Vondst) => void}} opties
 */
export function maakZoekveld({ index, gekozen }) {
  const veld = /** @type {HTMLInputElement} */ (byId('zoekveld'));
  const lijst = byId('zoeklijst');
  const melding = byId('zoekmelding');
  /** @type {Vondst[]} */
  let vondsten = [];
  let actief = -1;
  const eigenschappen = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': lijst.id, 'aria-expanded': 'false' };
  for (const [naam, waarde] of Object.entries(eigenschappen)) veld.setAttribute(naam, waarde);

  function sluit() {
    lijst.hidden = true;
    actief = -1;
    veld.setAttribute('aria-expanded', 'false');
    veld.removeAttribute('aria-activedescendant');
  }

  /** @param {number} nummer */
  function wijs(nummer) {
    actief = nummer;
    [...lijst.children].forEach((optie, i) => optie.setAttribute('aria-selected', String(i === nummer)));
    if (nummer < 0) veld.removeAttribute('aria-activedescendant');
    else {
      veld.setAttribute('aria-activedescendant', lijst.children[nummer].id);
      lijst.children[nummer].scrollIntoView({ block: 'nearest' });
    }
  }

  /** @param {Vondst} vondst */
  function kies(vondst) {
    sluit();
    veld.value = '';
    melding.textContent = '';
    gekozen(vondst);
  }

  function toon() {
    vondsten = zoek(index(), veld.value);
    lijst.replaceChildren(...vondsten.map((vondst, i) => el('li', {
      id: `vondst-${i}`, role: 'option', 'aria-selected': 'false',
      onmousedown: (gebeurtenis) => gebeurtenis.preventDefault(),
      onclick: () => kies(vondst),
    }, el('span', { class: 'vondst-naam' }, vondst.naam), ' ', el('span', { class: 'vondst-bij' }, vondst.bij))));
    const leeg = veld.value.trim() && !vondsten.length;
    if (leeg) melding.textContent = 'Niets gevonden. Probeer een andere schrijfwijze.';
    else melding.textContent = vondsten.length ? `${vondsten.length} gevonden, kies met de pijltjes.` : '';
    melding.classList.toggle('alleen-voorlezen', !leeg);
    if (!vondsten.length) return sluit();
    lijst.hidden = false;
    veld.setAttribute('aria-expanded', 'true');
    return wijs(-1);
  }

  veld.addEventListener('input', toon);
  veld.addEventListener('blur', sluit);
  veld.addEventListener('keydown', (gebeurtenis) => {
    const { key } = gebeurtenis;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      gebeurtenis.preventDefault();
      if (lijst.hidden) toon();
      if (vondsten.length) wijs((actief + (key === 'ArrowDown' ? 1 : -1) + (actief < 0 && key === 'ArrowUp' ? 1 : 0) + vondsten.length) % vondsten.length);
    } else if (key === 'Escape') {
      if (lijst.hidden) veld.value = '';
      sluit();
    }
  });
  veld.form?.addEventListener('submit', (gebeurtenis) => {
    gebeurtenis.preventDefault();
    if (lijst.hidden) toon();
    if (vondsten.length) kies(vondsten[Math.max(actief, 0)]);
  });
  return { sluit };
}

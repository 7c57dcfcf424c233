/** Making elements, words and addresses: text is only ever text, never HTML. */

const THUIS = new URL('../../../', import.meta.url).pathname;

/** Whether this is a published copy, without a server behind it. */
export const isPublished = () => 'vast' in document.documentElement.dataset;

/** An element that the page has. @param {string} id */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * An address of this site, which can lie in a folder of another. The pages of a published copy are folders.
 * @param {string} pad from the slash on
 */
export function adres(pad) {
  const [deel] = pad.split('?');
  const map = isPublished() && !/\.\w+$|\/$/.test(deel);
  return `${THUIS}${deel.slice(1)}${map ? '/' : ''}${pad.slice(deel.length)}`;
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} naam
 * @param {Record<string, string|number|boolean|EventListener|null|undefined>} [eigenschappen]
 *   `on...` are listeners, `true` an empty attribute, `false`/null/undefined none
 * @param {...(Node|string|null|undefined|false)} kinderen
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(naam, eigenschappen = {}, ...kinderen) {
  const element = document.createElement(naam);
  for (const [sleutel, waarde] of Object.entries(eigenschappen)) {
    if ((waarde ?? false) === false) continue;
    if (typeof waarde === 'function') element.addEventListener(sleutel.slice(2), waarde);
    else element.setAttribute(sleutel, waarde === true ? '' : String(waarde));
  }
  element.append(.../** @type {(Node|string)[]} */ (kinderen.filter((kind) => (kind ?? false) !== false)));
  return element;
}

/** @param {number} getal */
export const getal = (getal) => String(getal).replace(/\B(?=(\d{3})+(?!\d))/g, '.');

/** "1 gemeente", "11 gemeenten" @param {number} hoeveel @param {string} een @param {string} meer */
export const aantal = (hoeveel, een, meer) => `${getal(hoeveel)} ${hoeveel === 1 ? een : meer}`;

const MAANDEN = ['januari', 'februari', 'maart', 'april', 'mei', 'juni', 'juli', 'augustus',
  'september', 'oktober', 'november', 'december'];

/** @param {number} dag as 20260516 @returns {string} "16 mei 2026" */
export const datum = (dag) => `${dag % 100} ${MAANDEN[Math.floor(dag / 100) % 100 - 1]} ${Math.floor(dag / 10000)}`;

/** A source's date as exactly as it is known: "2020", "december 2021", "16 mei 2026". @param {string} tekst */
export function brondatum(tekst) {
  const delen = tekst.split('-').map(Number);
  if (delen.length === 3) return datum(delen[0] * 10000 + delen[1] * 100 + delen[2]);
  return delen.length === 2 ? `${MAANDEN[delen[1] - 1]} ${delen[0]}` : String(delen[0]);
}

/** Lower case without accents: "Súdwest" -> "sudwest". @param {string} tekst */
export const plat = (tekst) => tekst.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');

/** The part of an address that a reader recognises. @param {string} adres */
export const host = (adres) => adres.replace(/^[a-z]+:\/\//, '').split('/')[0];

/** Whether a click asks for nothing but to go there: no new tab, no window. @param {MouseEvent} klik */
export const gewoneKlik = (klik) => !(klik.ctrlKey || klik.metaKey || klik.shiftKey);

/**
 * Copies what a field holds, or selects it for who has to do it by hand.
 * @param {HTMLInputElement|HTMLTextAreaElement} veld @returns {Promise<boolean>} whether it was copied
 */
export async function kopieer(veld) {
  veld.select();
  try {
    await navigator.clipboard.writeText(veld.value);
    return true;
  } catch {
    return false;
  }
}

/** Only http(s) addresses become links; anything else would be a way in for scripts. @param {string} adres */
export const veilig = (adres) => (/^https?:\/\//i.test(adres) ? adres : null);

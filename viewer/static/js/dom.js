/** Making elements: text is only ever text, never HTML; and comparing text. */

/** An element that the page has. @param {string} id */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

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

/** As `plain` in viewer/model.py: lower case without accents, "Súdwest" -> "sudwest", "ß" -> "ss". @param {string} tekst */
export const plat = (tekst) => tekst.toUpperCase().toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');

/** Text in the order of its signs, as Python sorts. @param {string} a @param {string} b */
export const opTekst = (a, b) => (a < b ? -1 : Number(a > b));

/** By `plat`, then by the text itself. @param {string} a @param {string} b */
export const opPlat = (a, b) => opTekst(plat(a), plat(b)) || opTekst(a, b);

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

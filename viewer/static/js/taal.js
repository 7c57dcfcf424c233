/** How pages write dates, numbers, plurals and addresses, as viewer/woorden.py does. Pure: needs no page. */

/** Made when first used: the first date in a language takes longer than drawing a layer. @type {Intl.DateTimeFormat} */
let dates;
/** @type {Intl.DateTimeFormat} */
let months;
/** @type {Intl.NumberFormat} */
let numbers;

/** @param {string} iso "2026-05-16" @returns {string} "16 mei 2026" */
export function datum(iso) {
  dates ??= new Intl.DateTimeFormat('nl-NL', { dateStyle: 'long', timeZone: 'UTC' });
  return dates.format(new Date(`${iso}T00:00Z`));
}

/** A source's date as exactly as it is known: "2020", "december 2021", "16 mei 2026". @param {string} tekst */
export function brondatum(tekst) {
  if (tekst.length === 4) return tekst;
  if (tekst.length > 7) return datum(tekst);
  months ??= new Intl.DateTimeFormat('nl-NL', { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return months.format(new Date(`${tekst}-01T00:00Z`));
}

/** "132.441" @param {number} n */
export function getal(n) {
  numbers ??= new Intl.NumberFormat('nl-NL');
  return numbers.format(n);
}

/** "1 gemeente", "11 gemeenten" @param {number} n @param {string} een @param {string} meer */
export const aantal = (n, een, meer) => `${getal(n)} ${n === 1 ? een : meer}`;

/** The part of an address that a reader recognises: "www.ggdijsselland.nl". @param {string} adres */
export const host = (adres) => adres.slice(adres.indexOf('//') + 2 || 0).split('/')[0];

/** Where this site lies and whether it is a published copy, whose pages are folders; dom.js says it. */
const site = { home: '/', published: false };

/** @param {{home: string, published: boolean}} what */
export const setSite = (what) => { Object.assign(site, what); };

/** An address of this site, which can lie in a folder of another. @param {string} pad from the slash on */
export function adres(pad) {
  const [deel] = pad.split('?');
  const folder = site.published && !/\.\w+$|\/$/.test(deel);
  return `${site.home}${deel.slice(1)}${folder ? '/' : ''}${pad.slice(deel.length)}`;
}

/** A query string to which what an embed leaves out is added. @param {string} vraag @param {string[]} zonder */
export function met_zonder(vraag, zonder) {
  const deel = zonder.map((wat) => `zonder=${encodeURIComponent(wat)}`).join('&');
  return deel ? `${vraag || '?'}${vraag ? '&' : ''}${deel}` : vraag;
}

/** How pages write dates, numbers, plurals and addresses: the words that templates/delen may call, as viewer/web/templating.py has them. */

const HOME = new URL('../../../', import.meta.url).pathname;

/** Made when first used: the first date in a language takes longer than drawing a layer. @type {Intl.DateTimeFormat} */
let dates;
/** @type {Intl.DateTimeFormat} */
let months;
/** @type {Intl.NumberFormat} */
let numbers;
/** The mailbox for corrections; "" for none. */
let mailbox = '';

/** @param {number} dag as 20260516 @returns {string} "2026-05-16"; "" for 0 */
export const isoDag = (dag) => (dag ? String(dag).replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3') : '');

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

/** "1 gemeente", "11 gemeenten"; of a list that is not whole "ten minste 11 gemeenten" @param {number} n @param {string} een @param {string} meer */
export const aantal = (n, een, meer, compleet = true) => `${minstens(n, compleet)} ${n === 1 ? een : meer}`;

/** A number that is known to be all, "15", or of which there can be more, "ten minste 15". @param {number} n @param {boolean} compleet */
export const minstens = (n, compleet) => (compleet ? getal(n) : `ten minste ${getal(n)}`);

/** Names as a sentence lists them: "Borne, Hengelo en Wierden". @param {string[]} namen */
export const opsomming = (namen) => [...(namen.length > 1 ? [namen.slice(0, -1).join(', ')] : []), ...namen.slice(-1)].join(' en ');

/** The part of an address that a reader recognises: "www.ggdijsselland.nl". @param {string} adres */
export const host = (adres) => adres.slice(adres.indexOf('//') + 2 || 0).split('/')[0];

/** An address that may become a link, or "": any other scheme would be a way in for scripts. @param {string} adres */
export const veilig = (adres) => (/^https?:\/\//i.test(adres) ? adres : '');

/** Whether this is a published copy, without a server behind it. */
export const gepubliceerd = () => 'vast' in document.documentElement.dataset;

/** An address of this site, which can lie in a folder of another. The pages of a published copy are folders. @param {string} pad from the slash on */
export function adres(pad) {
  const [deel] = pad.split('?');
  const folder = gepubliceerd() && !/\.\w+$|\/$/.test(deel);
  return `${HOME}${deel.slice(1)}${folder ? '/' : ''}${pad.slice(deel.length)}`;
}

/** The same with scheme and host, for others. @param {string} pad */
export const volledig = (pad) => `${location.origin}${adres(pad)}`;

/** The address of a file of a choice; a published copy has it of everything only. @param {string} pad @param {string} vraag */
export const bestand = (pad, vraag) => adres(gepubliceerd() ? pad : `${pad}${vraag}`);

/** A query string to which what an embed leaves out is added. @param {string} vraag @param {readonly string[]} zonder */
export function met_zonder(vraag, zonder) {
  const deel = zonder.map((wat) => `zonder=${encodeURIComponent(wat)}`).join('&');
  return deel ? `${vraag || '?'}${vraag ? '&' : ''}${deel}` : vraag;
}

/** @param {string} email where corrections go */
export const setMailbox = (email) => { mailbox = email; };

/** The address that starts a correction by mail, or "". @param {string} onderwerp @param {string} pad of the page @param {string} bron */
export function correctie(onderwerp, pad, bron) {
  if (!mailbox) return '';
  const tekst = `Wat klopt er niet?\n\n\n\nHet gaat over: ${onderwerp}\nPagina: ${volledig(pad)}\nBron: ${bron}\n`;
  const kop = `Correctie: ${onderwerp}`;
  return `mailto:${mailbox}?subject=${encodeURIComponent(kop)}&body=${encodeURIComponent(tekst)}`;
}

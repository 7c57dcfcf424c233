/**
 * What a sandboxed frame (`sandbox="allow-scripts"`, which WordPress makes of a pasted address) does not let us do,
 * done otherwise: forms that are sent, new windows, downloads.
 */

import { el } from './dom.js';

/** Whether our origin is one of its own, of which nothing is allowed that it does not say. */
export const inZandbak = () => self.origin === 'null';

/** @param {(adres: string) => void} meldHost is told of an address that a visitor wants to go to */
export function werkInZandbak(meldHost) {
  // Without allow-forms a browser does not even say that a form is sent.
  /** @param {Event} gebeurtenis @param {HTMLFormElement|null} formulier */
  const stuur = (gebeurtenis, formulier) => {
    if (!formulier || gebeurtenis.defaultPrevented) return;
    gebeurtenis.preventDefault();
    formulier.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
  };
  document.addEventListener('keydown', (gebeurtenis) => {
    const veld = gebeurtenis.target;
    if (gebeurtenis.key === 'Enter' && !gebeurtenis.isComposing && veld instanceof HTMLInputElement) stuur(gebeurtenis, veld.form);
  });
  document.addEventListener('click', (gebeurtenis) => {
    const doel = /** @type {Element} */ (gebeurtenis.target);
    const knop = /** @type {HTMLButtonElement|null} */ (doel.closest('button'));
    if (knop?.type === 'submit') stuur(gebeurtenis, knop.form);
    const link = /** @type {HTMLAnchorElement|null} */ (doel.closest('a[href]'));
    if (!link || gebeurtenis.defaultPrevented || link.target === '_self') return;
    gebeurtenis.preventDefault();
    if (opent(link.href)) return;
    meldHost(link.href);
    toonAdres(link);
  });
}

/**
 * Opens a window, where the frame may (allow-popups). One that stays in the sandbox, without
 * allow-popups-to-escape-sandbox, shows no page of ours: they keep to themselves (COOP), and that is refused there.
 * @param {string} adres
 */
function opent(adres) {
  const venster = open('', '_blank');
  if (!venster) return false;
  try {
    // Still empty it has our origin, unless it has been given one of its own.
    venster.opener = null;
    if (!venster.document) return false;
  } catch {
    if (new URL(adres).origin === location.origin) {
      venster.close();
      return false;
    }
  }
  venster.location.href = adres;
  return true;
}

/** Gives the address to copy, where it was asked for. @param {HTMLAnchorElement} link */
function toonAdres(link) {
  document.querySelector('.geen-venster')?.remove();
  const veld = el('input', {
    type: 'text', readonly: true, value: link.href.replace(/^mailto:([^?]*).*$/, '$1'), 'aria-label': 'Adres om te kopiëren',
  });
  link.after(el('span', { class: 'geen-venster', role: 'status' }, 'Deze site laat geen nieuw venster toe. Kopieer het adres:', veld));
  veld.focus();
  veld.select();
}

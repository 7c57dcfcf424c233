/** Where the visitor is on the page, so that Back finds the list where it was, and the focus on what had it. */

import { panelBox } from './paneel.js';

/** @typedef {{focus: string, hoogte: number, paneel: number, page: number}} Place */

/** @returns {Place} */
export function placeNow() {
  const met = /** @type {HTMLElement} */ (document.activeElement ?? document.body);
  const naam = met.getAttribute('name');
  const waarde = /** @type {HTMLInputElement} */ (met).value ?? '';
  const focus = met.id ? `#${CSS.escape(met.id)}` : naam ? `input[name="${naam}"][value="${CSS.escape(waarde)}"]` : '';
  return { focus, hoogte: met.getBoundingClientRect().top, paneel: panelBox().scrollTop, page: scrollY };
}

/** @param {Place|null} oud */
export function restorePlace(oud) {
  if (!oud) return;
  const paneel = panelBox();
  const had = oud.focus ? /** @type {HTMLElement|null} */ (document.querySelector(oud.focus)) : null;
  had?.focus({ preventScroll: true });
  paneel.scrollTop = oud.paneel;
  scrollTo(0, oud.page);
  // Groups of the list get their height when they come into view: go by what had the focus.
  if (had && paneel.contains(had)) paneel.scrollTop += had.getBoundingClientRect().top - oud.hoogte;
}

/** A card that comes or goes above the list must not move the row under the visitor's finger. @param {string} slug @param {() => void} doe */
export function keepRow(slug, doe) {
  const rij = () => document.querySelector(`#lijst input[value="${CSS.escape(slug)}"]`);
  const eerst = document.activeElement === rij() ? rij()?.getBoundingClientRect().top : undefined;
  doe();
  const nu = rij();
  if (eerst === undefined || !nu) return;
  const verschoven = nu.getBoundingClientRect().top - eerst;
  const paneel = panelBox();
  if (paneel.scrollHeight > paneel.clientHeight) paneel.scrollTop += verschoven;
  else scrollBy(0, verschoven);
}

/** Draws the panel beside the map: the markup of templates/delen with what views/panel.js says, put in place of what differs. */

import { byId } from './dom.js';
import { filtervelden } from './delen/b-filters.js';
import { chips, kaartjes, kop_aantal, lijst, lijstregel, tijd, zin_apart } from './delen/d-paneel.js';
import { patch, patchRow } from './patch.js';
import { met_zonder } from './taal.js';

/** @typedef {ReturnType<typeof import('./views/panel.js').panelView>} PanelView */

/** The part of the page that scrolls. */
export const panelBox = () => /** @type {HTMLElement} */ (document.querySelector('.paneel'));

/** Per part of the panel what was drawn last: what stays the same costs nothing. @type {Map<string, string>} */
const drawn = new Map();

/** @param {string} part @param {unknown} view @param {() => void} draw */
function when(part, view, draw) {
  const now = JSON.stringify(view);
  if (drawn.get(part) === now) return;
  drawn.set(part, now);
  draw();
}

/** What the list held when it was drawn, but for which layers are on; and which those are. */
let order = '';
/** @type {Map<string, number>} */
let colours = new Map();

/** @param {PanelView['lijst']} view @param {string} again the address of a new beginning */
function drawList(view, again) {
  const rows = view.groepen.flatMap(({ regels }) => regels);
  const now = JSON.stringify([view.waarop, view.groepen.map(({ naam, regels }) => [naam, regels.map(({ slug, aantal: n }) => [slug, n])])]);
  const other = rows.filter(({ slug, kleur }) => (colours.get(slug) ?? -1) !== kleur);
  colours = new Map(rows.map(({ slug, kleur }) => [slug, kleur]));
  if (now !== order) patch(byId('lijst'), lijst(view, again));
  else for (const row of other) patchRow(/** @type {Element} */ (document.querySelector(`#lijst input[value="${CSS.escape(row.slug)}"]`)?.parentElement), lijstregel(row));
  order = now;
}

/** @param {PanelView} view @param {string} pad of this page @param {readonly string[]} zonder what an embed leaves out */
export function drawPanel(view, pad, zonder) {
  const again = pad + met_zonder('', zonder);
  when('lijst', view.lijst, () => {
    drawList(view.lijst, again);
    patch(byId('lijst-titel'), kop_aantal(view.lijst));
    patch(byId('apart'), zin_apart(view.lijst));
    byId('apart').hidden = !view.lijst.apart;
    for (const id of ['onvolledig', 'kaart-onvolledig']) byId(id).hidden = !view.lijst.onvolledig;
  });
  when('filters', view.filters, () => patch(byId('filtervelden'), filtervelden(view.filters)));
  when('tijd', view.tijd, () => patch(byId('tijdvelden'), tijd(view.tijd)));
  when('chips', view.chips, () => {
    patch(byId('chips'), chips(view, pad));
    byId('chips').hidden = !view.chips.length;
  });
  when('kaartjes', [view.verbanden, view.gemeenten, view.teveel], () => patch(byId('gekozen'), kaartjes(view, pad)));
}

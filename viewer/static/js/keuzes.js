/** A form with every parameter of a choice, as templates/delen/b-keuzes.html prints it: read, and brought in line with a choice. */

import { byId } from './dom.js';
import { keuzevelden } from './delen/b-keuzes.js';
import { patch } from './patch.js';
import { leesToestand } from './toestand.js';

/** The query string that a form asks for, without its empty fields. @param {HTMLFormElement} formulier */
export const vraagVan = (formulier) => new URLSearchParams(/** @type {[string, string][]} */ ([...new FormData(formulier)].filter(([, waarde]) => waarde)));

/** What the form asks for. @param {HTMLFormElement} formulier @param {import('./filters.js').Filter[]} filters */
export const leesFormulier = (formulier, filters) => leesToestand(String(vraagVan(formulier)), filters);

/** The filters that a form has a field for: one that has lost its last option stays under the visitor's finger. @param {HTMLFormElement} formulier */
export const velden = (formulier) => [.../** @type {NodeListOf<HTMLElement>} */ (formulier.querySelectorAll('[data-keuze]'))].map(({ dataset }) => dataset.keuze ?? '');

/** @param {HTMLFormElement} formulier @param {ReturnType<typeof import('./views/form.js').formView>} view */
export function vulFormulier(formulier, view) {
  patch(byId('keuzevelden'), keuzevelden(view));
  for (const naam of /** @type {const} */ (['peildatum', 'q'])) {
    const veld = /** @type {HTMLInputElement|null} */ (formulier.querySelector(`input[name="${naam}"]:not([type=hidden])`));
    if (veld) veld.value = view[naam];
  }
}

/** A form with every parameter of a choice, as templates/_keuzes.html prints it. */

import { el } from './dom.js';
import { leesToestand } from './toestand.js';

/** @param {Element} vak */
const vakjes = (vak) => /** @type {HTMLInputElement[]} */ ([...vak.querySelectorAll('input')]);

/** Tells on each fold what is chosen in it. @param {HTMLFormElement} formulier */
export function vatSamen(formulier) {
  for (const vak of formulier.querySelectorAll('.keuzevak')) {
    const namen = vakjes(vak).filter(({ checked, value }) => checked && value).map((vakje) => vakje.parentElement?.querySelector('.keuze-naam')?.textContent);
    /** @type {Element} */ (vak.querySelector('.keuzevak-gekozen')).textContent = namen.join(', ') || 'alles';
  }
}

/** What the form asks for. @param {HTMLFormElement} formulier @param {import('./filters.js').Filter[]} filters */
export const leesFormulier = (formulier, filters) => leesToestand(String(new URLSearchParams(/** @type {any} */ (new FormData(formulier)))), filters);

/**
 * Puts a choice in a form: what it has no field for is hidden in it, so that it does not get lost.
 * @param {HTMLFormElement} formulier @param {import('./toestand.js').Toestand} keuze @param {import('./filters.js').Filter[]} filters
 */
export function vulKeuzes(formulier, keuze, filters) {
  /** @param {string} name @param {string} value */
  const verberg = (name, value) => formulier.append(el('input', { type: 'hidden', name, value }));
  for (const { parameter, opties, nummers, meer } of filters) {
    for (const oud of formulier.querySelectorAll(`input[type=hidden][name="${parameter}"]`)) oud.remove();
    const vak = formulier.querySelector(`[data-keuze="${parameter}"]`);
    if (!vak) keuze[parameter].forEach((slug) => verberg(parameter, slug));
    else {
      const er = new Set(vakjes(vak).map(({ value }) => value));
      for (const slug of keuze[parameter].filter((een) => !er.has(een))) {
        /** @type {Element} */ (vak.querySelector('.keuzevak-in')).append(el('label', { class: 'keuze' }, el('input', { type: meer ? 'checkbox' : 'radio', name: parameter, value: slug }), ' ',
          el('span', { class: 'keuze-naam' }, opties[/** @type {number} */ (nummers.get(slug))]?.[1] ?? slug)));
      }
      for (const vakje of vakjes(vak)) vakje.checked = vakje.value ? keuze[parameter].includes(vakje.value) : !keuze[parameter].length;
    }
  }
  for (const naam of /** @type {const} */ (['peildatum', 'q'])) {
    const veld = /** @type {HTMLInputElement|null} */ (formulier.elements.namedItem(naam));
    if (veld) veld.value = keuze[naam];
    else if (keuze[naam]) verberg(naam, keuze[naam]);
  }
  vatSamen(formulier);
}

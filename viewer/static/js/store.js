/** What is chosen, and the address that says so: one place where both change. */

import { zetAdres } from './adresbalk.js';

/** @typedef {import('./toestand.js').Toestand} Toestand @typedef {import('./toestand.js').Change} Change
 * @typedef {{replace?: boolean}} How replace: no new step for Back */

/**
 * @param {{first: string, read: (query: string) => Toestand, write: (toestand: Toestand) => string, place: () => object}} options
 *   first: the query of the address as the server understood it; read: a query string to a choice; write: a choice to the address of this page; place: where the visitor is, which Back finds again
 */
export function makeStore({ first, read, write, place }) {
  let now = read(first);
  /** @type {((toestand: Toestand, back: object|null) => void)[]} */
  const listeners = [];
  /** The address follows as soon as the picture is there: writing it takes the browser as long as a layer. */
  let pending = () => {};

  /** @param {string} address @param {boolean} replace */
  function writeAddress(address, replace) {
    pending();
    const before = place();
    pending = () => {
      pending = () => {};
      zetAdres('replaceState', before);
      zetAdres(replace ? 'replaceState' : 'pushState', null, address);
    };
    setTimeout(() => pending());
  }

  addEventListener('pagehide', () => {
    pending();
    zetAdres('replaceState', place());
  });
  addEventListener('popstate', ({ state }) => {
    pending = () => {}; // what was on its way here is left behind
    now = read(location.search);
    for (const listener of listeners) listener(now, state);
  });

  return {
    get: () => now,
    /** Chooses otherwise. @param {Change} part @param {How} [how] */
    change(part, { replace = false } = {}) {
      now = /** @type {Toestand} */ (/** @type {unknown} */ ({ ...now, ...part }));
      writeAddress(write(now), replace);
      for (const listener of listeners) listener(now, null);
    },
    /** @param {(toestand: Toestand, back: object|null) => void} listener is told what is chosen now, and after Back or Forward where the visitor was */
    subscribe(listener) {
      listeners.push(listener);
    },
  };
}

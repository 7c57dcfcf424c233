/** The map inside another site's page: lets that page scroll, tells it its height and what is chosen. */

import { el } from './dom.js';

const SOORT = 'samenwerkingskaart';

/**
 * Answers the host's script (/insluiten.js) once it has said hello from an origin that may frame us.
 * @param {HTMLElement} viewer carries the origins in data-insluiten-door, besides our own
 */
export function spreekMetHost(viewer) {
  if (parent === window) return;
  const toegestaan = new Set([location.origin, ...(viewer.dataset.insluitenDoor ?? '').split(' ').filter(Boolean)]);
  /** The host's origin, once verified; nothing is sent before, and nothing to anyone else. */
  let host = '';
  /** @param {object} bericht */
  const stuur = (bericht) => { if (host) parent.postMessage({ soort: SOORT, ...bericht }, host); };
  const meet = () => stuur({ hoogte: Math.ceil(document.body.getBoundingClientRect().height) });
  addEventListener('message', ({ source, origin, data }) => {
    if (source !== parent || !toegestaan.has(origin) || data?.soort !== SOORT || data.hallo !== true) return;
    const eerste = !host;
    host = origin;
    document.documentElement.classList.add('eigen-hoogte');
    if (eerste) new ResizeObserver(meet).observe(document.body);
    meet();
  });
  // The host's script may come later than we do: call until it answers. Says nothing but that we are here.
  /** @param {number} keer */
  const roep = (keer) => {
    if (host || keer > 6) return;
    parent.postMessage({ soort: SOORT, klaar: true }, '*');
    setTimeout(roep, 250 * 2 ** keer, keer + 1);
  };
  roep(0);
  document.addEventListener(`${SOORT}:keuze`, ({ detail }) => stuur({ keuze: detail }));
}

/** Zooming asks for Ctrl or a second finger, so that a page with the map in it still scrolls. @param {L.Map} kaart */
export function laatScrollen(kaart) {
  const doos = kaart.getContainer();
  const uitleg = el('p', { class: 'kaart-uitleg', 'aria-hidden': 'true' });
  /** @type {HTMLElement} */ (doos.parentElement).append(uitleg);
  let klok = 0;
  /** @param {string} tekst */
  const toon = (tekst) => {
    uitleg.textContent = tekst;
    uitleg.classList.add('zichtbaar');
    clearTimeout(klok);
    klok = setTimeout(() => uitleg.classList.remove('zichtbaar'), 1400);
  };
  kaart.scrollWheelZoom.disable();
  doos.addEventListener('wheel', (gebeurtenis) => {
    if (gebeurtenis.ctrlKey || gebeurtenis.metaKey) {
      gebeurtenis.preventDefault();
      const stap = gebeurtenis.deltaY < 0 ? 0.5 : -0.5;
      kaart.setZoomAround(kaart.mouseEventToLatLng(gebeurtenis), kaart.getZoom() + stap);
    } else toon('Houd Ctrl ingedrukt en scroll om in te zoomen');
  }, { passive: false });
  if (matchMedia('(pointer: coarse)').matches) {
    kaart.dragging.disable();
    doos.addEventListener('touchmove', ({ touches }) => {
      if (touches.length === 1) toon('Gebruik twee vingers om de kaart te bewegen');
    }, { passive: true });
  }
}

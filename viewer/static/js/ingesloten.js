/** The map inside another site's page: lets that page scroll, tells it its height and what is chosen. */

import { el } from './dom.js';
import { inZandbak, werkInZandbak } from './zandbak.js';

const SOORT = 'samenwerkingskaart';

/** Narrower than this we are not shown: display: none around a frame leaves it no width, and every word a line. */
const SMALST = 50;

/**
 * Answers the host's script (/insluiten.js) once it has said hello from an origin that may frame us, and WordPress.
 * @param {HTMLElement} viewer carries the origins in data-insluiten-door, besides our own
 */
export function spreekMetHost(viewer) {
  if (parent === window) return;
  const toegestaan = new Set([location.origin, ...(viewer.dataset.insluitenDoor ?? '').split(' ').filter(Boolean)]);
  const wordpress = spreekMetWordpress();
  /** The host's origin, once verified; nothing is sent before, and nothing to anyone else. */
  let host = '';
  /** @param {object} bericht */
  const stuur = (bericht) => { if (host) parent.postMessage({ soort: SOORT, ...bericht }, host); };
  const meet = () => {
    if (document.documentElement.clientWidth < SMALST) return;
    const hoogte = Math.ceil(document.body.getBoundingClientRect().height);
    stuur({ hoogte });
    wordpress?.hoogte(hoogte);
  };
  let volgt = false;
  /** From now on the frame is as high as we are: nothing may follow from its height any more. */
  const volg = () => {
    document.documentElement.classList.add('eigen-hoogte');
    if (!volgt) {
      new ResizeObserver(meet).observe(document.body);
      // Comes into view, out of a folded part or another tab of the page, in the width that it had.
      new IntersectionObserver(meet).observe(document.body);
    }
    volgt = true;
    meet();
  };
  addEventListener('message', ({ source, origin, data }) => {
    if (source !== parent || !toegestaan.has(origin) || data?.soort !== SOORT || data.hallo !== true) return;
    host = origin;
    volg();
  });
  if (wordpress) volg();
  if (inZandbak()) werkInZandbak((adres) => wordpress?.naar(adres));
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

/**
 * WordPress frames a pasted address as `...#?secret=<word>`, and its own script (wp-embed.js) listens to who knows the
 * word: it follows a height up to 1000, and goes to an address of the site that it frames. What is sent is no secret.
 * @returns {{hoogte: (hoogte: number) => void, naar: (adres: string) => void}|null} null in other pages
 */
function spreekMetWordpress() {
  const woord = /^#\?secret=([a-zA-Z0-9]+)$/.exec(location.hash)?.[1];
  if (!woord) return null;
  /** @param {string} message @param {string|number} value */
  const stuur = (message, value) => parent.postMessage({ message, value, secret: woord }, '*');
  return { hoogte: (hoogte) => stuur('height', hoogte), naar: (adres) => stuur('link', adres) };
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
  // On paper it is made to fit by css/ingesloten.css, which cannot know how large it was drawn.
  new ResizeObserver(() => {
    for (const [naam, maat] of [['--breed', doos.clientWidth], ['--hoog', doos.clientHeight]]) {
      if (maat && !matchMedia('print').matches) doos.style.setProperty(String(naam), `${maat}px`);
    }
  }).observe(doos);
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

/* Gives each Samenwerkingskaart in this page its own height, and passes on what is chosen in it. */
(() => {
  const VEL = 640;
  const soort = 'samenwerkingskaart';
  const thuis = new URL(/** @type {HTMLScriptElement} */ (document.currentScript).src).origin;
  const eens = Symbol.for(`${soort} ${thuis}`);
  if (eens in window) return; // pasted with each map
  Object.defineProperty(window, eens, { value: true });

  /** @type {WeakSet<HTMLIFrameElement>} */
  const bekend = new WeakSet();
  const kaders = () => [...document.querySelectorAll('iframe')];
  /** @param {HTMLIFrameElement} kader */
  const isOns = ({ src }) => src.startsWith(`${thuis}/`);
  /** Whether it has no origin to know it by. @param {HTMLIFrameElement} kader */
  const isZandbak = (kader) => kader.hasAttribute('sandbox') && !kader.sandbox.contains('allow-same-origin');

  /** Says hello, to which it answers with its height. @param {HTMLIFrameElement} kader */
  const groet = (kader) => kader.contentWindow?.postMessage({ soort, hallo: true }, '*');
  /** A map that was folded away has no height to tell: ask again when it is there, and in another width. @param {HTMLIFrameElement} kader */
  const volg = (kader) => {
    if (bekend.has(kader)) return;
    bekend.add(kader);
    let breedte = kader.clientWidth;
    const kijk = () => {
      if (kader.clientWidth && kader.clientWidth !== breedte) groet(kader);
      breedte = kader.clientWidth;
    };
    new ResizeObserver(kijk).observe(kader);
    new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && groet(kader)).observe(kader);
  };
  /** Whatever this page says of its images and frames. @param {HTMLIFrameElement} kader @param {number} hoogte */
  const zet = (kader, hoogte) => {
    kader.height = String(hoogte);
    const stijl = { height: `${hoogte}px`, 'min-height': `${hoogte}px`, 'max-height': 'none', 'box-sizing': 'content-box', padding: '0', border: '0' };
    for (const [naam, waarde] of Object.entries(stijl)) kader.style.setProperty(naam, waarde, 'important');
  };

  addEventListener('message', ({ origin, source, data }) => {
    if (!data || data.soort !== soort) return;
    const kader = kaders().find((een) => een.contentWindow === source);
    if (!kader || !(origin === thuis || (origin === 'null' && isOns(kader) && isZandbak(kader)))) return;
    if (data.klaar) groet(kader);
    volg(kader);
    if (data.hoogte > 100 && data.hoogte < Infinity) zet(kader, data.hoogte);
    if (data.keuze) kader.dispatchEvent(new CustomEvent(`${soort}:keuze`, { bubbles: true, detail: data.keuze }));
  });
  kaders().filter(isOns).forEach(groet); // we came late
  // No map is longer than a sheet: a frame cannot break over two, and shows its map only (in its own print style).
  addEventListener('beforeprint', () => kaders().forEach((kader) => bekend.has(kader) && zet(kader, Math.min(Number(kader.height), VEL))));
  addEventListener('afterprint', () => kaders().filter((kader) => bekend.has(kader)).forEach(groet));
})();

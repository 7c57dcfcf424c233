/* Gives each Samenwerkingskaart in this page its own height, and passes on what is chosen in it. */
(() => {
  const soort = 'samenwerkingskaart';
  const thuis = new URL(/** @type {HTMLScriptElement} */ (document.currentScript).src).origin;
  addEventListener('message', ({ origin, source, data }) => {
    if (origin !== thuis || !data || data.soort !== soort) return;
    const kaart = [...document.querySelectorAll('iframe')].find((frame) => frame.contentWindow === source);
    if (!kaart) return;
    if (data.klaar) /** @type {Window} */ (source).postMessage({ soort, hallo: true }, thuis);
    if (data.hoogte > 100 && data.hoogte < 9000) kaart.height = data.hoogte;
    if (data.keuze) kaart.dispatchEvent(new CustomEvent(`${soort}:keuze`, { bubbles: true, detail: data.keuze }));
  });
})();

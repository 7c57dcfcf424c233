/** First what there is to read, then the map: loads what folium made, and then the page's own script. */

const { kaart, script } = /** @type {HTMLElement & {dataset: {kaart: string, script: string}}} */ (document.getElementById('begin')).dataset;
/** @param {string} pad */
const adres = (pad) => new URL(pad, location.href).href;

// Leaflet writes attributions as HTML. Any other text stays text, whoever forgets to escape it (trusted-types).
globalThis.trustedTypes?.createPolicy('default', {
  createHTML: (tekst) => (/^([^<]|<\/?span( aria-hidden="true")?>|<svg\/>)*$/.test(tekst) ? tekst : tekst.replaceAll('<', '&lt;')),
});

await new Promise((verder) => {
  requestAnimationFrame(() => setTimeout(verder));
  setTimeout(verder, 400); // a page in the background gets no frames
});
try {
  await import(adres(kaart));
  await import(adres(script));
} catch (fout) {
  if (await isVerouderd()) location.reload();
  else meld(fout);
}

/** Whether a page that the browser kept asks for data that are no longer there; then it comes anew, once. */
async function isVerouderd() {
  if (performance.getEntriesByType('navigation')[0]?.type === 'reload') return false;
  return (await fetch(adres(kaart), { method: 'HEAD' }).catch(() => null))?.status === 404;
}

/** @param {unknown} fout */
function meld(fout) {
  const wacht = /** @type {HTMLElement} */ (document.getElementById('kaart-wacht'));
  wacht.textContent = 'De kaart kon niet worden geladen. De lijst werkt wel.';
  wacht.setAttribute('role', 'alert');
  wacht.hidden = false;
  console.error(fout);
}

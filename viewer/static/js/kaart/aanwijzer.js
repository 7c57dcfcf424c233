/** The name and number of the gemeente under the pointer. One tooltip of our own: Leaflet's would make every area a stop for the Tab key. */

/**
 * @param {L.Map} kaart @param {import('./gebieden.js').Gebieden} gebieden
 * @param {{inhoud: (nummer: number) => HTMLElement, kies: (slug: string) => void}} opties
 */
export function wijsAan(kaart, gebieden, { inhoud, kies }) {
  const wijzer = L.tooltip({ className: 'wijzer', direction: 'top', offset: [0, -6] });
  gebieden.lagen.forEach((laag, nummer) => {
    laag.on('click', () => kies(gebieden.gemeenten[nummer].slug));
    laag.on('mouseover', ({ latlng }) => {
      laag.getElement()?.classList.add('onder-muis');
      wijzer.setContent(inhoud(nummer)).setLatLng(latlng).addTo(kaart);
    });
    laag.on('mousemove', ({ latlng }) => wijzer.setLatLng(latlng));
    laag.on('mouseout', () => {
      laag.getElement()?.classList.remove('onder-muis');
      wijzer.remove();
    });
  });
}

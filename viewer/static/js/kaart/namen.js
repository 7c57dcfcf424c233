/** Names of gemeenten on the map: the most important first, none over another. */

/**
 * @param {L.Map} kaart @param {import('./gebieden.js').Gebieden} gebieden
 * @returns {{belangrijk: (nummers: Set<number>) => void}} sets which names go first
 */
export function plaatsNamen(kaart, gebieden) {
  const volgorde = gebieden.gemeenten.map((_, nummer) => nummer).sort((a, b) => {
    const [een, ander] = [gebieden.gemeenten[a], gebieden.gemeenten[b]];
    return ander.in - een.in || ander.inwoners - een.inwoners;
  });
  const tekens = gebieden.gemeenten.map((gemeente, nummer) => {
    const naam = document.createElement('span');
    naam.textContent = gemeente.naam;
    naam.className = gemeente.in ? 'naam' : 'naam naam-buiten';
    const icon = L.divIcon({ html: naam, className: 'naam-plek', iconSize: [0, 0] });
    return L.marker(gebieden.labelpunt(nummer), { icon, pane: 'namen', interactive: false, keyboard: false });
  });
  let voorrang = new Set();

  function schik() {
    const bezet = [];
    const { x: breed, y: hoog } = kaart.getSize();
    const eerst = volgorde.filter((nummer) => voorrang.has(nummer));
    const daarna = volgorde.filter((nummer) => !voorrang.has(nummer));
    for (const nummer of [...eerst, ...daarna]) {
      const gemeente = gebieden.gemeenten[nummer];
      const punt = kaart.latLngToContainerPoint(gebieden.labelpunt(nummer));
      const helft = gemeente.naam.length * 3.6 + 4;
      const vak = [punt.x - helft, punt.y - 9, punt.x + helft, punt.y + 9];
      const buiten = vak[2] < 0 || vak[0] > breed || vak[3] < 0 || vak[1] > hoog;
      const past = !buiten && !bezet.some((ander) => (
        vak[0] < ander[2] && ander[0] < vak[2] && vak[1] < ander[3] && ander[1] < vak[3]));
      if (past) {
        bezet.push(vak);
        if (!kaart.hasLayer(tekens[nummer])) tekens[nummer].addTo(kaart);
      } else tekens[nummer].remove();
    }
  }
  kaart.on('zoomend moveend resize', schik);
  schik();
  return {
    belangrijk(nummers) {
      if (nummers.size === voorrang.size && [...nummers].every((nummer) => voorrang.has(nummer))) return;
      voorrang = nummers;
      tekens.forEach((teken, nummer) => teken.getElement()?.classList.toggle('naam-voor', nummers.has(nummer)));
      schik();
      tekens.forEach((teken, nummer) => teken.getElement()?.classList.toggle('naam-voor', nummers.has(nummer)));
    },
  };
}

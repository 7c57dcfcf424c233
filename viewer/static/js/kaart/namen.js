/** Names of gemeenten on the map: the most important first, none over another. */

/** @typedef {[number, number, number, number]} Box left, top, right, bottom in pixels */

/**
 * Says of one name after another whether there is room for it: in view, and over none before it.
 * @param {{x: number, y: number}} size of the view @returns {(vak: Box) => boolean}
 */
export function makeRoom({ x: breed, y: hoog }) {
  /** @type {Box[]} */
  const bezet = [];
  return (vak) => {
    const buiten = vak[2] < 0 || vak[0] > breed || vak[3] < 0 || vak[1] > hoog;
    const past = !buiten && !bezet.some((ander) => (
      vak[0] < ander[2] && ander[0] < vak[2] && vak[1] < ander[3] && ander[1] < vak[3]));
    if (past) bezet.push(vak);
    return past;
  };
}

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
  /** @type {Set<number>} */
  let voorrang = new Set();

  function schik() {
    const eerst = volgorde.filter((nummer) => voorrang.has(nummer));
    const daarna = volgorde.filter((nummer) => !voorrang.has(nummer));
    const past = makeRoom(kaart.getSize());
    for (const nummer of [...eerst, ...daarna]) {
      const punt = kaart.latLngToContainerPoint(gebieden.labelpunt(nummer));
      const helft = gebieden.gemeenten[nummer].naam.length * 3.6 + 4;
      if (!past([punt.x - helft, punt.y - 9, punt.x + helft, punt.y + 9])) tekens[nummer].remove();
      else if (!kaart.hasLayer(tekens[nummer])) tekens[nummer].addTo(kaart);
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

/** Which gemeente a visitor is in. The place stays in the browser: nothing is sent anywhere. */

/**
 * Whether a point lies in an area, by counting the borders that a line from it crosses
 * (the even-odd rule). @param {[number, number]} punt latitude, longitude
 * @param {L.LatLng[][][]} vormen polygons of rings of points, as Gebieden.vormen gives them
 */
export function ligtIn([y, x], vormen) {
  let binnen = false;
  for (const ring of vormen.flat()) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const { lat: yi, lng: xi } = ring[i];
      const { lat: yj, lng: xj } = ring[j];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) binnen = !binnen;
    }
  }
  return binnen;
}

/** By the code of a GeolocationPositionError. @type {Record<number, string>} */
const FOUTEN = {
  1: 'Uw browser mag uw locatie niet gebruiken. Zoek op de naam van uw plaats.',
  2: 'Uw locatie is niet te bepalen. Zoek op de naam van uw plaats.',
  3: 'Het bepalen van uw locatie duurt te lang. Zoek op de naam van uw plaats.',
};

/**
 * @param {import('./kaart/gebieden.js').Gebieden} gebieden
 * @returns {Promise<number>} the number of the gemeente. Rejects with an Error that says what is the matter.
 */
export async function mijnGemeente(gebieden) {
  if (!navigator.geolocation) throw new Error(FOUTEN[2]);
  /** @type {[number, number]} */
  const plek = await new Promise((goed, fout) => {
    navigator.geolocation.getCurrentPosition(({ coords }) => goed([coords.latitude, coords.longitude]),
      ({ code }) => fout(new Error(FOUTEN[code] ?? FOUTEN[2])), { timeout: 10_000 });
  });
  const nummer = gebieden.gemeenten.findIndex((_, n) => ligtIn(plek, gebieden.vormen(n)));
  if (nummer < 0) throw new Error('U bent nu buiten het gebied van deze kaart.');
  return nummer;
}

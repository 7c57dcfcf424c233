/**
 * What our modules ask of a browser and of Leaflet where the outcome does not depend on it. Import it before them.
 * Pages themselves are tested in a browser (tests/browser).
 */

/** A layer that is on a map or not. */
export class Layer {
  /** @type {object|null} */
  map = null;

  /** @param {object} map */
  addTo(map) {
    this.map = map;
    return this;
  }

  remove() {
    this.map = null;
    return this;
  }
}

/** Knows what is in it. */
class LayerGroup extends Layer {
  /** @type {Set<object>} */
  layers = new Set();

  /** @param {object} layer */
  addLayer(layer) {
    this.layers.add(layer);
    return this;
  }

  /** @param {object} layer */
  removeLayer(layer) {
    this.layers.delete(layer);
    return this;
  }
}

/** Keeps its points and its style. */
class Shape extends Layer {
  /** @param {unknown} points @param {Record<string, unknown>} style */
  constructor(points, style) {
    super();
    this.points = points;
    this.style = { ...style };
  }

  getLatLngs() {
    return this.points;
  }

  /** @param {Record<string, unknown>} style */
  setStyle(style) {
    Object.assign(this.style, style);
    return this;
  }
}

const leaflet = {
  LayerGroup,
  /** @param {number} lat @param {number} lng */
  latLng: (lat, lng) => ({ lat, lng }),
  layerGroup: () => new LayerGroup(),
  /** @param {unknown} points @param {Record<string, unknown>} style */
  polygon: (points, style) => new Shape(points, style),
  /** @param {unknown} points @param {Record<string, unknown>} style */
  polyline: (points, style) => new Shape(points, style),
  svg: () => ({}),
};

/** A map that only has panes and a container. */
export function makeMap() {
  return {
    /** @type {Record<string, {style: Record<string, string>}>} */
    panes: {},
    /** @param {string} name */
    createPane(name) {
      this.panes[name] = { style: {} };
      return this.panes[name];
    },
    getContainer: () => ({ id: 'map_test' }),
  };
}

/** Lets fetch answer with these, by the end of the address. @param {Record<string, unknown>} files */
export function serveFiles(files) {
  globalThis.fetch = /** @type {typeof fetch} */ (async (address) => {
    const name = Object.keys(files).find((end) => String(address).endsWith(end));
    return /** @type {Response} */ ({ ok: name !== undefined, status: name ? 200 : 404, json: async () => files[name ?? ''] });
  });
}

Object.assign(globalThis, {
  L: leaflet,
  document: {
    documentElement: { dataset: {} },
    /** Every pattern is there already. */
    getElementById: () => ({}),
    querySelectorAll: () => [],
  },
});

/** Colours of layers, who is filled and how. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeMap, serveFiles } from './stand-in.js';

const { Verbanden } = await import('../../viewer/static/js/kaart/verbanden.js');
const { assignColours } = await import('../../viewer/static/js/layers.js');

const MOST = 8;
const KLEUREN = Array.from({ length: MOST }, (_, i) => `#00000${i}`);
const STREPEN = KLEUREN.map((_, i) => (i ? `${i} 1` : ''));

const DAG = 20260516;
const letters = 'abcdefghi';
const thema = (/** @type {number[]} */ ...numbers) => (/** @type {string} */ slug) => numbers[letters.indexOf(slug)];
const colours = (/** @type {import('../../viewer/static/js/layers.js').Shown[]} */ shown) => shown.map(({ kleur }) => kleur);

test('a subject has its colour; where that is taken, the next that is free', () => {
  // The same case as test_pictures.py has for the server.
  assert.deepEqual(colours(assignColours([], [...'abcdef'], thema(2, 2, 10, 0, 7, 7), MOST)), [2, 3, 4, 0, 7, 1]);
});

test('what is shown keeps its colour, whatever comes or goes', () => {
  const shown = assignColours([], ['a', 'b'], thema(2, 2), MOST);
  const after = assignColours(shown, ['c', 'b'], thema(2, 2, 2), MOST);
  assert.deepEqual(after.map(({ slug }) => slug), ['c', 'b']);
  assert.deepEqual(colours(after), [2, 3]);
  assert.equal(after[1], shown[1]);
});

test('no more than there are colours, and none for what does not exist', () => {
  const shown = assignColours([], [...letters], thema(0, 0, 0, 0, 0, 0, 0, 0, 0), MOST);
  assert.deepEqual(shown.map(({ slug }) => slug).join(''), 'abcdefgh');
  assert.equal(new Set(colours(shown)).size, 8);
  assert.deepEqual(assignColours([], ['a', 'x', 'b'], thema(1, 2), MOST).map(({ slug }) => slug), ['a', 'b']);
});

/** Three gemeenten; a: 0 and 1, b: 1, and one that has ended and lies in 2 today. */
async function load() {
  const verband = (/** @type {string} */ slug, /** @type {number[][]} */ d, /** @type {unknown[]} */ o) => ({
    naam: slug, f: [0, 0, 0, 0], d, o,
  });
  serveFiles({
    'deelnames.json': {
      peildatum: DAG, provincie: 'Overijssel', vroeger: [], begin: [], constanten: { kleuren: KLEUREN, strepen: STREPEN, correctie: '' }, filters: ['thema', 'taak', 'recht', 'vorm'].map((parameter) => ({ parameter, opties: [['', 'Jeugd', 'jongeren;kinderen']] })),
      verbanden: [
        verband('a', [[0, 20200101], [1, 20200101, 20260101], [1, 20260201]], []),
        verband('b', [[1, 20200101]], [['Oud', 'gemeente', 2, 20200101]]),
      ],
    },
  });
  const map = makeMap();
  const gebieden = {
    gemeenten: [0, 1, 2].map((n) => ({ naam: `G${n}`, slug: `g${n}`, code: `GM000${n}`, in: 1 })),
    lagen: [0, 1, 2].map((n) => ({ getLatLngs: () => [n] })),
    omtrek: (/** @type {number[]} */ leden) => leden,
  };
  const verbanden = await new Verbanden(
    /** @type {L.Map} */ (/** @type {unknown} */ (map)),
    /** @type {import('../../viewer/static/js/kaart/gebieden.js').Gebieden} */ (/** @type {unknown} */ (gebieden)),
    '/kaartdata/x/deelnames.json',
  ).klaar;
  /** Of each gemeente that a layer fills: how. @param {string} slug @returns {Record<number, Record<string, unknown>>} */
  const fills = (slug) => Object.fromEntries([...(verbanden.laag(slug)?.vlakken ?? [])].map(([n, vlak]) => [n, Reflect.get(vlak, 'style')]));
  const isOn = (/** @type {string} */ slug) => Reflect.get(verbanden.laag(slug) ?? {}, 'map') === map;
  return { verbanden, fills, isOn };
}

test('a layer alone is plain, with an unbroken outline', async () => {
  const { verbanden, fills, isOn } = await load();
  verbanden.toon(['a'], DAG);
  assert.deepEqual(Object.keys(fills('a')), ['0', '1']);
  assert.deepEqual([fills('a')[0].fillColor, fills('a')[0].fillOpacity, fills('a')[0].dashArray], [KLEUREN[0], 0.78, '']);
  const rand = verbanden.laag('a')?.rand;
  assert.deepEqual([Reflect.get(rand ?? {}, 'style').color, Reflect.get(rand ?? {}, 'style').dashArray], [KLEUREN[0], '']);
  assert.ok(isOn('a'));
});

test('where two meet both are striped; who stands in for an ended gemeente is hatched', async () => {
  const { verbanden, fills } = await load();
  verbanden.toon(['a', 'b'], DAG);
  assert.equal(fills('a')[0].fillColor, KLEUREN[0]);
  assert.equal(fills('a')[1].fillColor, `url(#streep-${KLEUREN[0].slice(1)}-0-2)`);
  assert.equal(fills('b')[1].fillColor, `url(#streep-${KLEUREN[1].slice(1)}-1-2)`);
  assert.deepEqual([fills('b')[2].fillColor, fills('b')[2].dashArray], [`url(#streep-${KLEUREN[1].slice(1)}-0-2)`, '4 4']);
  assert.equal(Reflect.get(verbanden.laag('b')?.rand ?? {}, 'style').dashArray, STREPEN[1]);
});

test('another day has other participants', async () => {
  const { verbanden, fills } = await load();
  verbanden.toon(['a'], 20260115);
  assert.deepEqual(Object.keys(fills('a')), ['0']);
  verbanden.toon(['a'], DAG);
  assert.deepEqual(Object.keys(fills('a')), ['0', '1']);
});

test('what is not asked for leaves the map, and nothing unknown comes on it', async () => {
  const { verbanden, isOn } = await load();
  verbanden.toon(['a', 'b'], DAG);
  verbanden.toon(['b', 'onbekend'], DAG);
  assert.deepEqual([isOn('a'), isOn('b')], [false, true]);
  assert.deepEqual(verbanden.aan.map(({ slug }) => slug), ['b']);
  assert.equal(verbanden.laag('onbekend'), null);
});

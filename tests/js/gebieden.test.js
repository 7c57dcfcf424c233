/** From the arcs that are served to the shapes that are drawn. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeMap, serveFiles } from './stand-in.js';

const { Gebieden, haal, ontvouw } = await import('../../viewer/static/js/kaart/gebieden.js');
const { ligtIn } = await import('../../viewer/static/js/locatie.js');

/** Two squares of one degree side by side, West and Oost; arc 0 is the border that they share. */
const FILES = {
  'gebieden.json': {
    eenheden: 100000,
    bogen: [
      [100000, 0, 0, 100000], // up along x = 1
      [100000, 100000, -100000, 0, 0, -100000, 100000, 0], // the rest of West
      [100000, 0, 100000, 0, 0, 100000, -100000, 0], // the rest of Oost
    ],
    gemeenten: {
      naam: ['West', 'Oost (Z.)'], slug: ['', 'oost'], in: [1, 0], inwoners: [5, 6], plaatsen: [[], []],
      label: [[50000, 40000], [150000, 60000]], vlak: [[[[0, 1]]], [[[2, ~0]]]],
    },
  },
};
const asPairs = (/** @type {{lat: number, lng: number}[]} */ points) => points.map(({ lat, lng }) => [lng, lat]);

async function load() {
  serveFiles(FILES);
  const map = makeMap();
  return { map, gebieden: await new Gebieden(/** @type {L.Map} */ (/** @type {unknown} */ (map)), '/kaartdata/x/gebieden.json').klaar };
}

test('steps in units become degrees', () => {
  const [boog, leeg] = ontvouw([[610000, 5250000, 1, -2, 0, 0], []], 100000);
  assert.deepEqual(asPairs(boog), [[6.1, 52.5], [6.10001, 52.49998], [6.10001, 52.49998]]);
  assert.deepEqual(leeg, []);
});

test('a ring is its arcs in a row, backwards where the number says so', async () => {
  const { gebieden } = await load();
  assert.deepEqual(asPairs(gebieden.vormen(0)[0][0]), [[1, 0], [1, 1], [0, 1], [0, 0], [1, 0]]);
  assert.deepEqual(asPairs(gebieden.vormen(1)[0][0]), [[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]);
  assert.deepEqual(asPairs(gebieden.bogen[0]), [[1, 0], [1, 1]], 'an arc read backwards stays as it was');
});

test('a border within is no outline', async () => {
  const { gebieden } = await load();
  const { bogen } = gebieden;
  assert.deepEqual(gebieden.omtrek([0]), [bogen[0], bogen[1]]);
  assert.deepEqual(gebieden.omtrek([1]), [bogen[2], bogen[0]]);
  assert.deepEqual(new Set(gebieden.omtrek([0, 1])), new Set([bogen[1], bogen[2]]));
  assert.deepEqual(gebieden.omtrek([]), []);
});

test('names stand where the data say, latitude first', async () => {
  const { gebieden } = await load();
  assert.deepEqual(gebieden.labelpunt(1), [0.6, 1.5]);
});

test('only areas answer to the pointer', async () => {
  const { map } = await load();
  assert.deepEqual(Object.entries(map.panes).map(([name, { style }]) => [name, style.zIndex, style.pointerEvents]), [
    ['gebieden', '400', undefined], ['verbanden', '410', 'none'], ['omtrek', '420', 'none'], ['namen', '430', 'none']]);
});

test('a place lies in the area around it and in no other', async () => {
  const { gebieden } = await load();
  assert.deepEqual([0, 1].map((n) => ligtIn([0.5, 0.5], gebieden.vormen(n))), [true, false]);
  assert.deepEqual([0, 1].map((n) => ligtIn([0.5, 1.5], gebieden.vormen(n))), [false, true]);
  assert.deepEqual([0, 1].map((n) => ligtIn([1.5, 0.5], gebieden.vormen(n))), [false, false]);
});

test('a hole in an area is outside it', () => {
  const square = (/** @type {number} */ from, /** @type {number} */ to) => /** @type {L.LatLng[]} */ (
    [[from, from], [from, to], [to, to], [to, from], [from, from]].map(([lat, lng]) => ({ lat, lng })));
  const shape = [[square(0, 9), square(3, 6)]];
  assert.equal(ligtIn([4, 4], shape), false);
  assert.equal(ligtIn([1, 4], shape), true);
});

test('data that are not there say so', async () => {
  serveFiles({});
  await assert.rejects(haal('/kaartdata/x/weg.json'), /weg\.json: 404/);
});

test('gemeenten have the slug of their name, but for those that are stored with one', async () => {
  const { gebieden } = await load();
  assert.deepEqual(gebieden.gemeenten.map(({ naam, slug, inwoners }) => [naam, slug, inwoners]), [['West', 'west', 5], ['Oost (Z.)', 'oost', 6]]);
});

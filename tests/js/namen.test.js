/** Which names there is room for on the map. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeRoom } from '../../viewer/static/js/kaart/namen.js';

/** @param {number} x @param {number} y @returns {[number, number, number, number]} */
const box = (x, y, half = 10) => [x - half, y - 9, x + half, y + 9];

test('the first has the place; what would lie over it has none', () => {
  const fits = makeRoom({ x: 100, y: 100 });
  assert.deepEqual([box(50, 50), box(55, 55), box(50, 68), box(70, 50)].map(fits), [true, false, true, true]);
});

test('what found no room takes none', () => {
  const fits = makeRoom({ x: 100, y: 100 });
  assert.deepEqual([box(20, 50, 20), box(45, 50, 20), box(70, 50, 20)].map(fits), [true, false, true]);
});

test('what is out of view has no name; half in view is in view', () => {
  const fits = makeRoom({ x: 100, y: 100 });
  assert.deepEqual([box(-11, 50), box(50, -10), box(111, 50), box(50, 110)].map(fits), [false, false, false, false]);
  assert.deepEqual([box(-9, 50), box(109, 50), box(50, 108)].map(fits), [true, true, true]);
});

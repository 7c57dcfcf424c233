/** Rows of a table by one of its columns. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import './stand-in.js';

const { sortRows } = await import('../../viewer/static/js/sorteer.js');

const rows = (/** @type {string[]} */ ...texts) => texts.map((textContent, i) => ({ i, cells: [{ textContent: 'x' }, { textContent }] }));
const texts = (/** @type {string[]} */ ...given) => (/** @type {string} */ how) => sortRows(rows(...given), 1, how).map(({ cells }) => cells[1].textContent);

test('by text as Dutch has it, blanks around it aside', () => {
  assert.deepEqual(texts(' Zwolle\n', 'élan', 'Ede', 'raalte')('ascending'), ['Ede', 'élan', 'raalte', ' Zwolle\n']);
});

test('numbers go by their size', () => {
  assert.deepEqual(texts('10', '9', '100')('ascending'), ['9', '10', '100']);
  assert.deepEqual(texts('10', '9', '100')('descending'), ['100', '10', '9']);
});

test('equal rows keep their order, and the rows given stay as they are', () => {
  const given = rows('a', 'b', 'a');
  assert.deepEqual(sortRows(given, 1, 'ascending').map(({ i }) => i), [0, 2, 1]);
  assert.deepEqual(given.map(({ i }) => i), [0, 1, 2]);
});

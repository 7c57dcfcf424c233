/** What the map says of the gemeente under the pointer: never a bare 0 of what was not counted. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { pointedAt } from '../../viewer/static/js/views/cards.js';

/** @param {string} waar the provincie of the first gemeente, "" for the one that is shown */
const gegevens = (waar) => /** @type {any} */ ({
  provincie: 'Overijssel',
  filters: [{ erbij: true, parameter: 'ook' }],
  gemeentePerSlug: new Map([['emmen', 0], ['raalte', 1]]),
  elders: (/** @type {number} */ nummer) => (nummer ? '' : waar),
  waarop: (/** @type {Record<string, string[]>} */ { thema }) => thema,
});
const keuze = (/** @type {Record<string, string[]>} */ deel = {}) => /** @type {any} */ ({ gemeente: [], thema: [], ook: [], ...deel });

test('a gemeente elsewhere is told by where it lies', () => {
  const wat = gegevens('Drenthe');
  assert.equal(pointedAt(wat, keuze(), 0, 0), 'Ligt in Drenthe, in het register niets samen met Overijssel');
  assert.equal(pointedAt(wat, keuze({ thema: ['jeugd'] }), 0, 0), 'Ligt in Drenthe, bij deze keuze niets samen met Overijssel');
  assert.equal(pointedAt(wat, keuze({ ook: ['zelf-verzameld'] }), 0, 0), 'Ligt in Drenthe, niets samen met Overijssel');
  assert.equal(pointedAt(wat, keuze(), 0, 4), 'Ligt in Drenthe, 4 samen met Overijssel');
  assert.equal(pointedAt(wat, keuze({ gemeente: ['emmen'] }), 1, 2), '2 gedeeld waaraan ook Overijssel meedoet');
});

test('one of the province is told by what counts', () => {
  const wat = gegevens('');
  assert.equal(pointedAt(wat, keuze(), 1, 5), '5 samenwerkingsverbanden uit het register');
  assert.equal(pointedAt(wat, keuze({ ook: ['zelf-verzameld'] }), 1, 1), '1 samenwerkingsverband');
  assert.equal(pointedAt(wat, keuze({ gemeente: ['emmen'] }), 1, 0), 'niets gedeeld');
  assert.equal(pointedAt(wat, keuze({ gemeente: ['emmen'] }), 1, 3), '3 gedeeld');
});

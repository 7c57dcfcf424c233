/** The search box: folding, forgiving, ranking. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { bijna, maakIndex, past, vouw, zoek } from '../../viewer/static/js/zoek.js';

const gemeente = (/** @type {string} */ naam, /** @type {number} */ hier, /** @type {string[]} */ ...plaatsen) => ({
  naam, slug: vouw(naam).replaceAll(' ', '-'), in: hier, plaatsen,
});
const verband = (/** @type {string} */ naam, afkorting = '', alias = '', /** @type {string[]} */ ...ook) => ({ naam, afkorting, alias, ook, slug: vouw(naam).replaceAll(' ', '-') });
const index = maakIndex(/** @type {import('../../viewer/static/js/gegevens.js').Gegevens} */ (/** @type {unknown} */ ({
  vandaag: [
    gemeente('Raalte', 1, 'Raalte', 'Heino', 'Luttenberg'), gemeente('Zwolle', 1, 'Zwolle'), gemeente('Rijssen-Holten', 1, 'Holten', 'Rijssen'),
    gemeente('Rheden', 0, 'Velp'), gemeente("'s-Hertogenbosch", 0, 'Rosmalen'), gemeente('Zwartewaterland', 1, 'Hasselt'),
  ],
  verbanden: [verband('GGD IJsselland'), verband('Veiligheidsregio IJsselland', 'VRIJ', '', 'Brandweer IJsselland', 'GHOR'), verband('Twence', '', 'Afvalverwerking Regio Twente')],
})));
const namen = (/** @type {string} */ tekst) => zoek(index, tekst).map(({ naam }) => naam);

test('spellings of one name fold to the same', () => {
  assert.equal(vouw('IJsselland'), vouw('ysselland'));
  assert.equal(vouw("'s-Hertogenbosch"), vouw('s hertogenbosch'));
  assert.equal(vouw('  Súdwest–Fryslân '), 'sudwest fryslan');
  assert.equal(vouw('!?'), '');
});

test('one slip is forgiven, two are not', () => {
  for (const typed of ['zwole', 'zwollle', 'zwplle', 'zwolel', 'zwol', 'xwolle', 'wzolle']) assert.ok(bijna(typed, 'zwolle'), typed);
  for (const typed of ['zwplla', 'raalte', 'zowlel']) assert.ok(!bijna(typed, 'zwolle'), typed);
});

test('a whole name is best, then its beginning, a word, a part, a slip', () => {
  assert.deepEqual(
    ['ggd ysselland', 'ggd', 'ysselland', 'ssell', 'gdd ysselland', 'yselland', 'twente'].map((vraag) => past(vraag, 'ggd ysselland')),
    [0, 1, 2, 3, 4, 5, null],
  );
});

test('too little to go by is not guessed at', () => {
  assert.equal(past('sl', 'ggd ysselland'), null);
  assert.equal(past('gdd', 'ggd ysselland'), null);
});

test('a gemeente is found by its places, and says so', () => {
  const [vondst] = zoek(index, 'heino');
  assert.deepEqual([vondst.soort, vondst.slug, vondst.naam, vondst.bij], ['gemeente', 'raalte', 'Heino', 'plaats in Raalte']);
  assert.equal(namen('raalte').length, 1, 'a place with the name of its gemeente is not said twice');
});

test('a samenwerkingsverband is found by name, abbreviation and old name', () => {
  assert.deepEqual(namen('vrij'), ['Veiligheidsregio IJsselland']);
  assert.deepEqual(namen('afvalverwerking'), ['Twence']);
  assert.deepEqual(namen('ijsselland'), ['GGD IJsselland', 'Veiligheidsregio IJsselland']);
});

test('what fits better comes first, then what lies here', () => {
  assert.deepEqual(namen('r').slice(0, 2), ['Raalte', 'Rijssen'], 'the shortest of the province first');
  assert.ok(namen('r').indexOf('Rijssen-Holten') < namen('r').indexOf('Rheden'));
  assert.deepEqual(namen('zwolle'), ['Zwolle']);
  assert.deepEqual(namen('zw'), ['Zwolle', 'Zwartewaterland']);
});

test('nothing typed finds nothing, and never more than ten', () => {
  assert.deepEqual(namen(' - '), []);
  assert.deepEqual(namen('qqqq'), []);
  const much = Array.from({ length: 30 }, (_, i) => ({ ...index[0], naam: `Raalte ${i}`, sleutels: [`raalte ${i}`] }));
  assert.equal(zoek(much, 'raalte').length, 10);
});

test('what it is called besides leads to it', () => {
  assert.deepEqual(namen('brandweer'), ['Veiligheidsregio IJsselland']);
  assert.deepEqual(namen('ghor'), ['Veiligheidsregio IJsselland']);
});

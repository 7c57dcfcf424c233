/** Words and addresses; that importing them asks nothing of a page. */

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { gewoneKlik, opPlat, plat } from '../../viewer/static/js/dom.js';
import * as taal from '../../viewer/static/js/taal.js';

const { aantal, adres, brondatum, datum, gepubliceerd, getal, host, isoDag, veilig } = taal;

after(() => { Reflect.deleteProperty(globalThis, 'document'); });

test('importing asks nothing of a page', () => {
  assert.equal(typeof document, 'undefined');
  assert.equal(typeof location, 'undefined');
});

test('a published copy and a served one have other addresses for the same page', () => {
  const root = new URL('../../', import.meta.url).pathname;
  const dataset = /** @type {DOMStringMap} */ ({});
  Object.assign(globalThis, { document: { documentElement: { dataset } } });
  assert.equal(gepubliceerd(), false);
  assert.equal(adres('/tabel?thema=jeugd'), `${root}tabel?thema=jeugd`);
  dataset.vast = 'gebieden.json deelnames.json';
  assert.equal(gepubliceerd(), true);
  assert.equal(adres('/tabel?thema=jeugd'), `${root}tabel/?thema=jeugd`);
  assert.equal(adres('/kaart.png'), `${root}kaart.png`);
  assert.equal(adres('/'), root);
});

test('in an address only the first question mark begins the question', () => {
  const root = new URL('../../', import.meta.url).pathname;
  Object.assign(globalThis, { document: { documentElement: { dataset: {} } } });
  assert.equal(adres('/tabel?q=wie?&thema=jeugd'), `${root}tabel?q=wie?&thema=jeugd`);
});

test('numbers have a point between thousands', () => {
  assert.deepEqual([0, 999, 1000, 1234567].map(getal), ['0', '999', '1.000', '1.234.567']);
  assert.equal(aantal(1, 'gemeente', 'gemeenten'), '1 gemeente');
  assert.equal(aantal(0, 'gemeente', 'gemeenten'), '0 gemeenten');
  assert.equal(aantal(1100, 'paar', 'paren'), '1.100 paren');
});

test('days are written out', () => {
  assert.equal(datum('2026-05-16'), '16 mei 2026');
  assert.equal(datum('2020-01-01'), '1 januari 2020');
  assert.equal(datum('1999-12-31'), '31 december 1999');
});

test('a number of a day is written as the address has it', () => {
  assert.deepEqual([20260516, 0].map(isoDag), ['2026-05-16', '']);
});

test('a source is as exact as it says it is', () => {
  assert.equal(brondatum('2020'), '2020');
  assert.equal(brondatum('2021-12'), 'december 2021');
  assert.equal(brondatum('2026-05-16'), '16 mei 2026');
});

test('accents and capitals make no difference', () => {
  assert.equal(plat('Súdwest-Fryslân'), 'sudwest-fryslan');
  assert.equal(plat('ÅNGSTRÖM'), 'angstrom');
  assert.equal(plat('Straße'), 'strasse');
  assert.deepEqual(['Éa', 'ez', 'Eb'].sort(opPlat), ['Éa', 'Eb', 'ez']);
});

test('of an address the host is shown', () => {
  assert.equal(host('https://www.twence.nl/over-ons?x=1'), 'www.twence.nl');
  assert.equal(host('http://voorbeeld.nl'), 'voorbeeld.nl');
});

test('only http and https become links', () => {
  assert.equal(veilig('https://voorbeeld.nl'), 'https://voorbeeld.nl');
  assert.equal(veilig('HTTP://voorbeeld.nl'), 'HTTP://voorbeeld.nl');
  for (const bad of ['javascript:alert(1)', ' https://voorbeeld.nl', 'data:text/html,x', '//voorbeeld.nl', 'voorbeeld.nl', '']) {
    assert.equal(veilig(bad), '', bad);
  }
});

test('a click with a key held down is the browser\'s', () => {
  const klik = (/** @type {string} */ key) => /** @type {MouseEvent} */ (/** @type {unknown} */ ({ [key]: true }));
  assert.equal(gewoneKlik(klik('altKey')), true);
  for (const key of ['ctrlKey', 'metaKey', 'shiftKey']) assert.equal(gewoneKlik(klik(key)), false);
});

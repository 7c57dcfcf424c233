/** The gate itself: it reads every script, and lets no complaint through but those of the scripts it names. */

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { ESLint } from 'eslint';

import { judge, listScripts, readUnchecked, ROOT, runTsc } from './types.js';

const lint = new ESLint({ cwd: ROOT, overrideConfigFile: join(ROOT, 'tests', 'js', 'eslint.config.js') });

/** The rules that a text breaks. @param {string} text @param {string} [filePath] */
async function broken(text, filePath = 'viewer/static/js/nieuw.js') {
  const [{ messages }] = await lint.lintText(text, { filePath: join(ROOT, filePath) });
  return messages.map(({ ruleId }) => ruleId);
}

test('every script of the site is read', () => {
  const there = readdirSync(join(ROOT, 'viewer', 'static'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.js')).map((path) => join('viewer', 'static', path));
  assert.ok(there.length > 20);
  assert.deepEqual(listScripts().sort(), there.sort());
});

test('types are strict', () => {
  const { compilerOptions } = JSON.parse(runTsc('tsconfig.json', '--showConfig'));
  for (const option of ['strict', 'checkJs', 'noImplicitReturns']) assert.equal(compilerOptions[option], true, option);
});

test('complaints count, with what belongs to them, but for scripts that are not checked yet', () => {
  const output = [
    'a.js(1,2): error TS1: mist iets.', '  nader uitgelegd', 'b.js(3,4): error TS2: ook.', '  nader uitgelegd', '',
  ].join('\n');
  const all = () => true;
  assert.deepEqual(judge(output, ['b.js'], all), ['a.js(1,2): error TS1: mist iets.', '  nader uitgelegd']);
  assert.deepEqual(judge('error TS5: no such project', [], all), ['error TS5: no such project']);
  assert.deepEqual(judge('', [], all), []);
});

test('the list of what is not checked yet can only become shorter', () => {
  assert.match(judge('', ['a.js'], () => true)[0], /a\.js: has no complaints any more/);
  assert.match(judge('', ['a.js'], () => false)[0], /a\.js: does not exist/);
});

test('lint knows what exists, what is used, and that text is only text', async () => {
  assert.deepEqual(await broken('export const a = document.title;'), []);
  assert.deepEqual(await broken('export const a = nergens;'), ['no-undef']);
  assert.deepEqual(await broken('const a = 1;'), ['no-unused-vars']);
  assert.deepEqual(await broken('import { el } from "./dom.js";'), ['no-unused-vars']);
  assert.deepEqual(await broken('export const a = (b) => b == 1;'), ['eqeqeq']);
  for (const text of ['document.body.innerHTML = "x";', 'document.body.outerHTML = "x";', 'document.body.insertAdjacentHTML("x", "y");', 'document.write("x");',
    'document.cookie = "x";', 'globalThis.localStorage.clear();', 'document.body["innerHTML"] = "x";']) {
    assert.deepEqual(await broken(text), ['no-restricted-properties'], text);
  }
  assert.deepEqual(await broken('eval("x");'), ['no-eval']);
  assert.deepEqual(await broken('process.exit();'), ['no-undef'], 'Node is not there in a browser');
});

test('what is not checked for types yet is linted all the same', async () => {
  for (const path of readUnchecked()) assert.deepEqual(await broken('export const a = nergens == 1;', path), ['no-undef', 'eqeqeq'], path);
});

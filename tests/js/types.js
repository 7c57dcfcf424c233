/**
 * tsc on the scripts of the site and on their tests: `node tests/js/types.js`, exit code 1 when one complains.
 *
 * unchecked.json names the scripts whose complaints are not shown yet. It can only become shorter: a script on it
 * without complaints has to be taken off. eslint.config.js reads the same list.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
export const ROOT = join(HERE, '..', '..');

/** Paths from the root. @returns {string[]} */
export const readUnchecked = () => JSON.parse(readFileSync(join(HERE, 'unchecked.json'), 'utf8'));

/**
 * What there is to say about the complaints of tsc.
 * @param {string} output of tsc, without colours: "path(line,column): error TS...", further lines indented
 * @param {string[]} unchecked paths whose complaints do not count
 * @param {(path: string) => boolean} exists
 * @returns {string[]} lines to show; none when all is well
 */
export function judge(output, unchecked, exists) {
  /** @type {Set<string>} */
  const excused = new Set();
  /** @type {Set<string>} */
  const faults = new Set();
  let counts = true;
  for (const line of output.split('\n').filter((text) => text.trim())) {
    const path = /^(\S[^(]*)\(\d+,\d+\): error/.exec(line)?.[1];
    // An indented line belongs to the complaint above it.
    if (!/^\s/.test(line)) counts = path === undefined || !unchecked.includes(path);
    if (counts) faults.add(line);
    else if (path !== undefined) excused.add(path);
  }
  for (const path of unchecked) {
    if (!exists(path)) faults.add(`${path}: does not exist; take it off tests/js/unchecked.json`);
    else if (!excused.has(path)) faults.add(`${path}: has no complaints any more; take it off tests/js/unchecked.json`);
  }
  return [...faults];
}

/**
 * Runs tsc on one project; what it says. Throws an Error when it did not run.
 * @param {string} project path of a tsconfig from here @param {...string} options of tsc
 */
export function runTsc(project, ...options) {
  const { status, error, stdout, stderr } = spawnSync(
    process.execPath,
    [join(HERE, 'node_modules', 'typescript', 'bin', 'tsc'), '--project', join(HERE, project), '--pretty', 'false', ...options],
    { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  // 1 and 2: there are complaints, which are in stdout. No complaints and no zero: it did not run.
  if (error || (status && !stdout)) throw error ?? new Error(`tsc: ${status} ${stderr}`);
  return stdout;
}

/** The scripts of the site that tsc reads, as paths from the root. */
export const listScripts = () => runTsc('tsconfig.json', '--listFilesOnly').split('\n')
  .map((path) => relative(ROOT, path)).filter((path) => path.startsWith('viewer'));

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const output = runTsc('tsconfig.json') + runTsc('tsconfig.tests.json');
  const faults = judge(output, readUnchecked(), (path) => existsSync(join(ROOT, path)));
  for (const fault of faults) console.error(fault);
  const all = listScripts().length;
  const later = readUnchecked().length;
  console.log(`tsc: ${all - later} scripts of the site checked, ${later} not yet`);
  process.exitCode = faults.length ? 1 : 0;
}

/** What lint asks of the scripts in viewer/static and of their tests. Types are tsc's (types.js). */

import js from '@eslint/js';
import globals from 'globals';

import { readUnchecked } from './types.js';

const TEXT = 'Text is only ever text: use el() of dom.js, or textContent.';

export default [
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 'latest', sourceType: 'module' },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'array-callback-return': 'error',
      'complexity': ['error', 14], // ruff's 12 does not count && and ??
      'eqeqeq': 'error',
      'id-denylist': ['error', 'map_', 'uit', 'op', 'over', 'ties'], // docs/woorden.md
      'max-lines': ['error', 250],
      'no-alert': 'error',
      'no-console': ['error', { allow: ['error'] }],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-properties': ['error',
        ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'setHTMLUnsafe', 'createContextualFragment'].map((property) => ({ property, message: TEXT })),
        ...['write', 'writeln'].map((property) => ({ object: 'document', property, message: TEXT })),
        { object: 'document', property: 'cookie', message: 'No cookies.' },
        ...['localStorage', 'sessionStorage'].map((property) => ({ property, message: 'What a visitor chooses is in the address, and nowhere else.' })),
      ],
      'no-script-url': 'error',
      'no-throw-literal': 'error',
      'no-unused-vars': 'error',
      'no-use-before-define': ['error', { functions: false, classes: false, variables: false }],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'prefer-template': 'error',
    },
  },
  {
    files: ['viewer/static/**/*.js'],
    languageOptions: { globals: { ...globals.browser, L: 'readonly' } },
  },
  {
    files: ['viewer/static/insluiten.js'],
    languageOptions: { sourceType: 'script' },
  },
  ...readUnchecked().map((path) => ({
    files: [path],
    rules: /** @type {const} */ ({ 'complexity': 'off', 'max-lines': 'off', 'prefer-template': 'off' }),
  })),
  {
    files: ['tests/js/*.js'],
    languageOptions: { globals: globals.node },
    rules: { 'no-console': 'off', 'no-script-url': 'off' },
  },
];

// @ts-check
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import typescript from 'typescript-eslint';

const TESTS = ['**/*.test.ts', 'test/**/*.ts'];

/** Node's own modules: what does input and output. */
const NODE = {
  regex: '^node:',
  message:
    'engines and server are pure: what needs Node stays in server/node.ts and server/node-git.ts, the cli and tests.',
};

/** An arrow that would run the wrong way. */
const room = (name) => ({
  regex: `^(\\.\\./)+${name}/`,
  message: `The arrows run engines ← server, core ← client, cli: this room knows nothing of ${name}/.`,
});

const vscode = { regex: '^(vscode|vscode-languageclient)(/.*)?$', message: 'Only client/ runs inside VS Code.' };
const languageServer = {
  regex: '^vscode-languageserver',
  message: 'engines/ knows nothing of the language server protocol.',
};

/** Forbids imports that match, in the files of one room but for its tests. */
const arrows = (files, patterns, ignores = []) => ({
  files,
  ignores: [...TESTS, ...ignores],
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

export default defineConfig(
  globalIgnores(['**/node_modules/', 'dist/', 'out/', '.plinth-dev/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.mts'],
    extends: [typescript.configs.strictTypeChecked, typescript.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        // Named, because tests stand beside the code and belong to the project of tests.
        project: ['engines', 'server', 'core', 'client', 'client/views/operation/page', 'cli', 'test', 'scripts'].map(
          (name) => `${name}/tsconfig.json`,
        ),
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Index signatures of settings and environments read better with the key in quotes, and tsc tells them apart anyway.
      '@typescript-eslint/dot-notation': 'off',
      eqeqeq: 'error',
    },
  },
  {
    files: TESTS,
    rules: {
      // mocha's `it` returns a test, not a promise; assertions narrow with `!`.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  arrows(
    ['engines/**/*.ts'],
    [NODE, room('server'), room('core'), room('client'), room('cli'), vscode, languageServer],
  ),
  arrows(
    ['server/**/*.ts'],
    [NODE, room('core'), room('client'), room('cli'), vscode],
    ['server/node.ts', 'server/node-git.ts'],
  ),
  arrows(['server/node.ts', 'server/node-git.ts'], [room('core'), room('client'), room('cli'), vscode]),
  arrows(['core/**/*.ts'], [room('server'), room('client'), room('cli'), vscode, languageServer]),
  arrows(['cli/**/*.ts'], [room('client'), vscode]),
  arrows(['client/**/*.ts'], [room('cli')]),
  {
    files: ['scripts/**/*.mjs', '*.mjs'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        performance: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        URL: 'readonly',
      },
    },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: {
        require: 'readonly',
        exports: 'writable',
        module: 'writable',
        process: 'readonly',
        console: 'readonly',
      },
    },
  },
);

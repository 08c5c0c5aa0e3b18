import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { importDirections, noLateImports } from './scripts/lint/import-directions.mjs';
import { noAwaitWithinUpdate } from './scripts/lint/lost-updates.mjs';
import { oldRuntime, oldRuntimeSyntax } from './scripts/lint/old-runtime.mjs';
import svelteConfig from './svelte.config.js';

const tests = ['**/*.test.ts', 'e2e/**/*.ts'];

export default defineConfig(
  { ignores: ['out/', 'dist/', '.runtime/', 'test-results/', 'bench/results/', 'bench/*/work/', '**/fixtures/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  ts.configs.stylisticTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Shapes are types throughout, as in the contract.
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      // An async method without await still turns a throw into a rejection, which its callers rely on.
      '@typescript-eslint/require-await': 'off',
      // An index known to be in range needs it, as noUncheckedIndexedAccess doubts every one.
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-syntax': ['error', noAwaitWithinUpdate],
      // Text from anywhere has control characters, and they are looked for on purpose.
      'no-control-regex': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { globals: globals.browser, parserOptions: { parser: ts.parser, svelteConfig } },
    // It doubts every Date and Map that lives within one function; state is held in $state and $state.raw.
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  {
    files: ['**/*.svelte'],
    // ESLint sees what a template's callbacks are given as any; svelte-check knows and checks their types.
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      // svelte-check warns where such a comment is needed; this rule does not see all that it sees.
      'svelte/no-unused-svelte-ignore': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  importDirections,
  {
    files: ['src-main/**/*.ts'],
    // The preload script runs in Chromium.
    ignores: [...tests, 'src-main/preload.ts'],
    rules: { ...oldRuntime, 'no-restricted-syntax': ['error', noAwaitWithinUpdate, oldRuntimeSyntax, noLateImports] },
  },
  {
    files: ['src-renderer/**/*.ts', 'src-renderer/**/*.svelte'],
    ignores: tests,
    rules: {
      'no-restricted-syntax': [
        'error',
        noAwaitWithinUpdate,
        oldRuntimeSyntax,
        noLateImports,
        {
          selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|srcdoc)$/]',
          message: 'No HTML strings in the window: every block of an article is a component.',
        },
        {
          selector: "SvelteAttribute[key.name='style']",
          message: 'The content security policy refuses style attributes: use a class or style:property={value}.',
        },
      ],
    },
  },
  {
    files: tests,
    rules: {
      '@typescript-eslint/unbound-method': 'off',
      // Playwright's fixtures start with an empty pattern.
      'no-empty-pattern': 'off',
    },
  },
  prettier,
  svelte.configs.prettier,
);

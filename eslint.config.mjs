import eslint from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import { globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { sourceRules } from './tools/n8n-rules.mjs';

// n8n's own rule sets, plus the TypeScript rules for everything that is not shipped. What is only in a one-vendor
// package is looked at where it is put together, by `npm run check:scan`.
export default tseslint.config(
  globalIgnores([
    'dist',
    '.stryker-tmp',
    'packed',
    'packages/*/nodes',
    'test-output',
    'node_modules',
    'n8n-server/package',
  ]),
  {
    files: ['**/*.ts'],
    extends: [
      eslint.configs.recommended,
      tseslint.configs.recommended,
      importX.configs['flat/recommended'],
      importX.configs['flat/typescript'],
    ],
    rules: {
      'prefer-spread': 'off',
      'import-x/no-named-as-default-member': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
    },
  },
  ...sourceRules,
);

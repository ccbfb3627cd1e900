import eslint from '@eslint/js';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import importX from 'eslint-plugin-import-x';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import { globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

// n8n's own rule sets, put together as its command-line tool does (it cannot be installed everywhere),
// plus the TypeScript rules for everything that is not shipped.

const legacyOff = {
  'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
  'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
  'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
  'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
  'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
};

export default tseslint.config(
  globalIgnores(['dist', 'test-output', 'node_modules', 'n8n-server/package']),
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
  {
    files: ['credentials/**/*.ts', 'nodes/**/*.ts', 'package.json'],
    extends: [n8nCommunityNodesPlugin.configs.recommended],
  },
  {
    files: ['credentials/**/*.ts', 'nodes/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['package.json'],
    plugins: { 'n8n-nodes-base': n8nNodesBase },
    rules: n8nNodesBase.configs.community.rules,
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { extraFileExtensions: ['.json'] },
    },
  },
  {
    files: ['credentials/**/*.ts'],
    plugins: { 'n8n-nodes-base': n8nNodesBase },
    rules: { ...n8nNodesBase.configs.credentials.rules, ...legacyOff },
  },
  {
    files: ['nodes/**/*.ts'],
    plugins: { 'n8n-nodes-base': n8nNodesBase },
    rules: { ...n8nNodesBase.configs.nodes.rules, ...legacyOff },
  },
);

import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

// n8n's own rule sets for what a package ships, put together as its command-line tool does (it cannot be installed
// everywhere). `npm run lint` and `npm run check:scan` use them.

const legacyOff = {
  'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
  'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
  'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
  'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
  'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
};

/** The rules for sources and package.json. */
export const sourceRules = [
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
];

/** The rules for what was packed. */
export const packedRules = [
  {
    files: ['**/*.js'],
    extends: [n8nCommunityNodesPlugin.configs.recommended],
    languageOptions: { sourceType: 'commonjs' },
    rules: { 'no-console': 'error' },
  },
];

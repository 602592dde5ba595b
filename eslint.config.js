import { globalIgnores } from 'eslint/config';
import angular from 'angular-eslint';
import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  globalIgnores([
    '**/dist/',
    '**/data/',
    '**/coverage/',
    '**/.angular/',
    '**/test-results/',
    '**/playwright-report/',
    'web/src/app/api/schema.d.ts',
  ]),
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/consistent-type-imports': 'error',
      // A record can not refer to itself; index signatures can.
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      // A default that stands there was meant; one that must never be reached says so with `unreachable`.
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // Index signatures are read with brackets here (noPropertyAccessFromIndexSignature).
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `Readonly<{…}>` of method types is fine; arrow functions returning void in short callbacks too.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.spec.ts'],
    extends: [jest.configs['flat/recommended']],
    settings: { jest: { globalPackage: '@jest/globals' } },
    rules: {
      'jest/expect-expect': [
        'error',
        {
          assertFunctionNames: [
            'expect',
            '**.then',
            '**.thenRefused',
            '**.thenNothing',
            'fc.assert',
            'expect*',
            'assert*',
            'check*',
          ],
        },
      ],
      'jest/no-conditional-expect': 'off',
      'jest/no-export': 'off',
    },
  },
  {
    files: ['web/src/**/*.ts'],
    extends: [...angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      // Classes with only decorators are how Angular declares components.
      '@typescript-eslint/no-extraneous-class': 'off',
      // The Angular style guide names a component for the thing, without a suffix.
      '@angular-eslint/component-class-suffix': 'off',
    },
  },
  {
    files: ['web/src/**/*.html'],
    extends: [...angular.configs.templateRecommended, ...angular.configs.templateAccessibility],
  },
);

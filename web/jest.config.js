import presets from 'jest-preset-angular/presets/index.js';

/** Unit and component tests of the portal, zoneless as the portal is. */
export default {
  ...presets.createCjsPreset({ tsconfig: '<rootDir>/tsconfig.spec.json' }),
  rootDir: '.',
  // Packages that are only ES modules are compiled too.
  transformIgnorePatterns: ['node_modules/(?!.*\\.mjs$|.*eventsource-parser/)'],
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  setupFilesAfterEnv: ['<rootDir>/src/test-environment.ts'],
};

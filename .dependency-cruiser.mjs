/** The one rule of the architecture: imports point inward. */
export default {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment: 'Decisions are pure: no I/O, no clock, no npm package, nothing outside src/domain.',
      severity: 'error',
      from: { path: '^src/domain', pathNot: '(\\.spec\\.ts$|/testing/)' },
      to: { pathNot: '^src/domain' },
    },
    {
      name: 'application-knows-no-infrastructure',
      comment: 'Use cases and processes speak to ports; adapters are given to them.',
      severity: 'error',
      from: { path: '^src/application', pathNot: '\\.int\\.spec\\.ts$' },
      to: { path: '^src/(infrastructure|projections)' },
    },
    {
      name: 'projections-know-no-use-cases',
      comment: 'Read models follow from events alone; they may know the ports that feed them, never what commands do.',
      severity: 'error',
      from: { path: '^src/projections', pathNot: '\\.int\\.spec\\.ts$' },
      to: { path: '^src/(infrastructure|application/(?!ports))' },
    },
    {
      name: 'only-composition-wires',
      comment: 'The container is a detail of the composition root; making certificates needs the same polyfill.',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/infrastructure/(composition|lab/certificates)' },
      to: { path: 'node_modules/(tsyringe|reflect-metadata)' },
    },
    {
      name: 'one-eventstoredb-client',
      comment: 'The client has process-wide state; only its adapter may load it.',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/infrastructure/event-store/eventstoredb' },
      to: { path: 'node_modules/@eventstore/db-client' },
    },
    {
      name: 'product-does-not-need-the-lab',
      comment:
        'Simulators are never loaded when a configuration names real servers; only the start and the CLI may reach for the lab.',
      severity: 'error',
      from: {
        path: '^src',
        pathNot: '(^src/infrastructure/(lab|composition|cli)/|^src/infrastructure/main\\.ts$|\\.spec\\.ts$|/testing/)',
      },
      to: { path: '^src/infrastructure/lab', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      comment: 'A cycle means that two files are one idea.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'A file nobody imports is dead, unless it is a test or a start.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: ['\\.spec\\.ts$', '\\.d\\.ts$', '(^|/)main\\.ts$'],
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.json'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};

/**
 * The table "Rooms" of the architecture, as rules: who may import whom.
 * A room may import itself, the rooms named after it, and packages.
 */
const PHASES = 'notify|trigger|telemetry|analysis|generation|validation|monitoring|reporting';
const MAY_IMPORT = {
  'shared/domain': [],
  'shared/rules': ['shared/domain'],
  'shared/ports': ['shared/domain'],
  'shared/store': ['shared/domain', 'shared/ports'],
  'shared/release': ['shared/domain', 'shared/ports', 'shared/store'],
  'shared/adapters': ['shared/domain', 'shared/ports'],
  'shared/config': ['shared/domain'],
  'shared/platform': ['shared/domain', 'shared/config', 'shared/ports', 'shared/store', 'shared/release', 'shared/adapters'],
  'shared/commands': ['shared/domain', 'shared/rules', 'shared/ports', 'shared/store', 'shared/release', 'shared/config'],
  'shared/probe': [],
  'lambdas/api': ['shared'],
  dashboard: ['shared/domain'],
  cli: ['shared/commands', 'shared/domain', 'shared/store', 'shared/ports', 'shared/config', 'local', 'lab'],
};

const onlyInto = (room, allowed) => ({
  name: `${room.replace('/', '-')}-imports`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: { path: '^(shared|lambdas|local|cli|lab|infra|tests|examples|dashboard)/', pathNot: `^(${[room, ...allowed].join('|')})/` },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    ...Object.entries(MAY_IMPORT).map(([room, allowed]) => onlyInto(room, allowed)),
    {
      name: 'phase-imports',
      comment: 'A phase knows shared rooms only, never another phase; adapters are chosen in dependencies.ts.',
      severity: 'error',
      from: { path: `^lambdas/(${PHASES})/` },
      to: { path: '^(lambdas|local|cli|lab|infra|tests|examples)/', pathNot: '^lambdas/$1/' },
    },
    {
      name: 'adapters-are-wired-in-dependencies',
      severity: 'error',
      from: { path: '^(lambdas|shared)/', pathNot: '(/dependencies\\.ts$|^shared/adapters/|^shared/platform/)' },
      to: { path: '^shared/adapters/' },
    },
    {
      name: 'middy-in-the-handler-factory-only',
      severity: 'error',
      from: { path: '^(shared|lambdas|local|cli|lab|infra)/', pathNot: '^shared/platform/' },
      to: { path: 'node_modules/(@middy|@aws-lambda-powertools)/' },
    },
    {
      name: 'infra-knows-names-only',
      comment: 'The CDK app names entry files; it imports no code that runs in them, but for what it reads settings with.',
      severity: 'error',
      from: { path: '^infra/', pathNot: '^infra/example/build-orders\\.ts$' },
      to: { path: '^(shared|lambdas|local|cli|lab|tests)/', pathNot: '^shared/(config|domain)/' },
    },
    {
      name: 'domain-uses-zod-only',
      severity: 'error',
      from: { path: '^shared/domain/' },
      to: { dependencyTypes: ['npm', 'core'], pathNot: 'node_modules/zod/' },
    },
    {
      name: 'rules-are-pure',
      comment: 'No clock, no I/O: rules take values and return values.',
      severity: 'error',
      from: { path: '^shared/rules/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'product-does-not-import-tests',
      severity: 'error',
      comment: 'The lab measures with the same bridges to an emulator that the tests use; so does what starts one.',
      from: { path: '^(shared|lambdas|local|cli|infra)/' },
      to: { path: '^tests/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^node_modules|^dist|^coverage|examples/.*/patches|lab/scan/cases)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};

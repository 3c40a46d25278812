import { cdk8s } from 'projen';

/** Who may import whom below `src`; a folder that is not in its own list may not be imported by it. */
const IMPORTS: Record<string, string[]> = {
  istio: [],
  schema: ['istio'],
  constructs: ['istio', '../imports'],
  mesh: ['istio'],
  request: ['istio'],
  registry: ['schema', 'request', 'mesh', 'istio'],
  binding: ['registry', 'request', 'mesh', 'istio'],
  routing: ['schema', 'registry', 'request', 'binding', 'mesh', 'istio'],
  authorization: ['schema', 'registry', 'request', 'binding', 'mesh', 'istio'],
  traffic: ['authorization', 'routing', 'registry', 'request', 'binding', 'mesh', 'istio'],
  status: ['traffic', 'authorization', 'routing', 'registry', 'request', 'binding', 'mesh', 'istio'],
  diff: ['status', 'traffic', 'authorization', 'routing', 'registry', 'request', 'binding', 'mesh', 'istio'],
  rules: ['schema', 'traffic', 'authorization', 'routing', 'registry', 'request', 'binding', 'mesh', 'istio'],
  // Programs that declare objects: they name constructs, and load them when they run, so that no other command does.
  program: [],
  generate: ['program', 'istio'],
  import: ['program', 'schema', 'binding', 'mesh', 'istio'],
  lint: ['rules', 'binding', 'mesh', 'istio'],
  report: ['import', 'lint', 'rules', 'diff', 'status', 'traffic', 'authorization', 'routing', 'registry', 'request', 'binding', 'mesh', 'istio'],
  reading: ['report', 'lint', 'rules', 'schema', 'diff', 'status', 'traffic', 'authorization', 'routing', 'registry', 'request', 'binding', 'mesh', 'istio'],
  cli: ['report', 'generate', 'import', 'program', 'lint', 'rules', 'schema', 'diff', 'status', 'traffic', 'authorization', 'routing', 'registry', 'request', 'binding', 'mesh', 'istio'],
};

const zones = Object.entries(IMPORTS).flatMap(([folder, allowed]) => [
  {
    target: `./src/${folder}`,
    from: './src',
    except: [folder, ...allowed.filter((name) => !name.startsWith('..'))].map((name) => `./${name}`),
    message: `src/${folder} may import only ${allowed.join(', ') || 'itself'}: move what both need down, or ask from above (docs/architecture.md)`,
  },
  ...(allowed.includes('../imports') ? [] : [{
    target: `./src/${folder}`,
    from: './imports',
    message: 'the generated types are for the constructs only',
  }]),
]);

/** Import zones, no cycles, and the budgets of docs/architecture.md. */
export function configureLint(project: cdk8s.ConstructLibraryCdk8s): void {
  const eslint = project.eslint!;
  eslint.addRules({
    'import/no-cycle': ['error'],
    'import/no-restricted-paths': ['error', { zones }],
    '@stylistic/max-len': ['error', { code: 140, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreComments: true }],
    'complexity': ['error', 10],
    'max-depth': ['error', 3],
    'max-lines': ['error', 250],
    'max-lines-per-function': ['error', 50],
  });
  eslint.addOverride({
    files: ['imports/**/*.ts', 'src/**/*.ts'],
    rules: { 'import/no-extraneous-dependencies': ['error', { devDependencies: false, optionalDependencies: false, peerDependencies: true }] },
  });
  // Generated types are used as types only: nothing of them is loaded at run time.
  eslint.addOverride({
    files: ['src/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': ['error', { prefer: 'type-imports', disallowTypeAnnotations: false, fixStyle: 'separate-type-imports' }] },
  });
  // The examples import the package by its name, which leads to src, also where nothing is compiled.
  eslint.config.settings['import/resolver'].typescript.project = ['./tsconfig.json', './examples/tsconfig.json'];
  eslint.config.settings['import/resolver'].typescript.noWarnOnMultipleProjects = true;
  // A test file is a list of cases: its outer functions are long by nature, and so are its tables.
  eslint.addOverride({
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', '@stylistic/max-len': 'off' },
  });
}

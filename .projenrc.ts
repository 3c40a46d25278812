import { cdk8s, javascript } from 'projen';
import { configureLint } from './projenrc/lint';
import { addTasks } from './projenrc/tasks';
import { addToolFolders, TOOL_FOLDERS } from './projenrc/tool-folders';

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-waypoint',
  description: 'Constructs for waypoint proxies of the Istio ambient mesh, and an engine that predicts what Istio will do with them',
  author: 'The cdk8s-waypoint authors',
  authorAddress: 'cdk8s-waypoint@users.noreply.github.com',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk8s-waypoint/cdk8s-waypoint.git',
  defaultReleaseBranch: 'main',
  projenrcTs: true,
  packageManager: javascript.NodePackageManager.NPM,
  keywords: ['cdk8s', 'kubernetes', 'istio', 'ambient', 'waypoint', 'gateway-api', 'gitops'],
  cdk8sVersion: '2.70.0',
  constructsVersion: '10.5.0',
  peerDeps: ['cdk8s-plus-28@^2.5.6'],
  bundledDeps: ['commander@^14', 'js-yaml@^5.5.0'],
  devDeps: [
    'ajv@^8', 'cdk8s-cli@^2.207.60', 'esbuild@^0.28', 'fast-check@^4', 'fflate@^0.8',
  ],
  bin: { waypoint: 'bin/waypoint' },
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  minNodeVersion: '20.16.0',
  workflowNodeVersion: '24.x',
  entrypoint: 'lib/src/index.js',
  tsconfig: {
    compilerOptions: { rootDir: '.', outDir: 'lib', inlineSourceMap: false, inlineSources: false },
    include: ['imports/**/*.ts'],
  },
  typecheckTests: true,
  eslintOptions: { dirs: ['src'], devdirs: ['test', 'projenrc', ...TOOL_FOLDERS] },
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    coverageText: false,
    jestConfig: {
      collectCoverage: false,
      // The examples are written as users write theirs: they import the package by its name.
      moduleNameMapper: { '^cdk8s-waypoint$': '<rootDir>/src' },
    },
  },
  github: false,
  release: false,
  depsUpgrade: false,
  sampleCode: false,
  publishToPypi: { distName: 'cdk8s-waypoint', module: 'cdk8s_waypoint' },
  publishToMaven: {
    javaPackage: 'io.github.cdk8swaypoint',
    mavenGroupId: 'io.github.cdk8s-waypoint',
    mavenArtifactId: 'cdk8s-waypoint',
  },
  publishToNuget: { dotNetNamespace: 'Cdk8sWaypoint', packageId: 'Cdk8sWaypoint' },
  publishToGo: { moduleName: 'github.com/cdk8s-waypoint/cdk8s-waypoint-go' },
});

// The jsii mixin would write lib/index.d.ts, but the compiled tree keeps the src folder.
project.package.addField('types', 'lib/src/index.d.ts');
project.package.addField('exports', {
  '.': { types: './lib/src/index.d.ts', default: './lib/src/index.js' },
  './package.json': './package.json',
  './.jsii': './.jsii',
  './.warnings.jsii.js': './.warnings.jsii.js',
});
// Of the generated types the declarations are needed by compilers; their code is never loaded.
project.npmignore?.exclude('/imports/', '/lib/imports/**/*.js');
project.npmignore?.exclude('/bench', '/cdk8s.yaml', '/conformance', '/crds', '/docs', '/examples', '/scripts', '/.ci', '/CONTRIBUTING.md');
project.gitignore.addPatterns('.jsii.tabl.json');
project.npmignore?.addPatterns('.jsii.tabl.json');
// Some mirrors lack platform bindings of newer versions; npm ci then refuses the lock file.
project.package.addPackageResolutions('unrs-resolver@1.12.2');

project.annotateGenerated('/src/schema/kinds/**');
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');
configureLint(project);
addToolFolders(project);
addTasks(project);

project.synth();

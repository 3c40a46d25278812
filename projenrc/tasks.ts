import { cdk8s } from 'projen';

/** The npm scripts beyond those of projen; CONTRIBUTING.md says when to run which. */
export function addTasks(project: cdk8s.ConstructLibraryCdk8s): void {
  // The command starts in half the time from one file as from the many of lib/src. Of js-yaml it takes the build that the library
  // gets, too: its other build parses file by file less than half as fast.
  const bundle = project.addTask('bundle', {
    description: 'Bundle the command line into lib/cli.js, which bin/waypoint runs',
    exec: [
      'esbuild src/cli/main.ts --bundle --platform=node --target=node20 --minify-syntax --minify-whitespace --log-level=warning',
      '--alias:js-yaml=./node_modules/js-yaml/dist/js-yaml.cjs.js --outfile=lib/cli.js',
    ].join(' '),
  });
  bundle.exec('ts-node -T scripts/compile-bundle.ts');
  project.compileTask.spawn(bundle);
  project.compileTask.exec('ts-node -T scripts/lazy-index.ts');
  project.addTask('crds', {
    description: 'Make crds/, imports/ and src/schema/kinds/ anew from the pinned modules, or from a folder: npm run crds -- FOLDER',
    steps: [
      { exec: 'ts-node -T scripts/update-crds.ts', receiveArgs: true },
      { exec: 'cdk8s import --check-upgrade=false --output imports' },
    ],
  });
  project.addTask('quickstart', {
    description: 'Synthesize the Bookinfo example and print, per namespace, what was made and where',
    steps: [
      { spawn: 'compile' },
      { exec: 'ts-node -T examples/bookinfo/quickstart.ts' },
    ],
  });
  project.addTask('rules', {
    description: 'Make docs/rules/ and the goldens of test/rules/ anew from the rules and their fixtures',
    steps: [{ exec: 'ts-node -T scripts/update-rules.ts' }],
  });
  project.addTask('bench', {
    description: 'Measure speed, as ratios of commands that are run in turn: npm run bench -- [NAME...] [--json] [--rounds N]',
    steps: [{ exec: 'ts-node -T bench/main.ts', receiveArgs: true }],
  });
  addConformanceTasks(project);
}

/** docs/conformance.md describes them, and docs/gitops.md that of the delivery. */
function addConformanceTasks(project: cdk8s.ConstructLibraryCdk8s): void {
  project.addTask('conformance', {
    description: "Compare with Istio's own code: npm run conformance -- [PATH...] [--meshes N] [--seed S]",
    steps: [
      { exec: 'conformance/build.sh istiod' },
      { exec: 'ts-node -T conformance/compare/main.ts', receiveArgs: true },
    ],
  });
  project.addTask('conformance:delivery', {
    description: 'Let a real Kubernetes API server judge the output, with the tools that deliver it: npm run conformance:delivery -- [--record]',
    steps: [
      { exec: 'conformance/delivery/build.sh' },
      { spawn: 'compile' },
      { exec: 'ts-node -T conformance/delivery/main.ts', receiveArgs: true },
    ],
  });
  project.addTask('conformance:record', {
    description: "Ask Istio's own code anew for the answers in test/conformance, and show what changed",
    steps: [
      { exec: 'conformance/build.sh istiod' },
      { exec: 'ts-node -T conformance/record/main.ts', receiveArgs: true },
    ],
  });
  project.addTask('conformance:generate', {
    description: 'Write random meshes: npm run conformance:generate -- [--meshes N] [--seed S] FOLDER',
    steps: [{ exec: 'ts-node -T conformance/generate/main.ts', receiveArgs: true }],
  });
  project.addTask('conformance:mutate', {
    description: 'Break the engine in many ways, one at a time, and say which of them no test notices',
    steps: [{ exec: 'ts-node -T conformance/mutate/main.ts', receiveArgs: true }],
  });
}

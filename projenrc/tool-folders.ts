import { cdk8s, JsonFile } from 'projen';

/** Folders with TypeScript that is linted and type-checked, but not shipped. */
export const TOOL_FOLDERS = ['bench', 'conformance', 'examples', 'scripts'];

/** Gives each tool folder a tsconfig.json of its own, and `npm test` a check of its types. */
export function addToolFolders(project: cdk8s.ConstructLibraryCdk8s): void {
  for (const folder of TOOL_FOLDERS) {
    new JsonFile(project, `${folder}/tsconfig.json`, {
      obj: {
        extends: '../tsconfig.json',
        compilerOptions: {
          noEmit: true,
          rootDir: '..',
          // As for users: the package is imported by its name.
          paths: { 'cdk8s-waypoint': ['../src/index.ts'] },
        },
        include: ['**/*.ts'],
        exclude: ['node_modules'],
      },
    });
    project.testTask.exec(`tsc --project ${folder}`);
  }
}

import type { Declared, Statement } from './expression';
import { callOurs, cdk8s, construction, plain } from './expression';
import type { Program } from './print';

/** How a program begins: with its app. */
export interface ProgramStart {
  readonly app: Declared;
  /** The app, and the release of Istio that it is for. */
  readonly statements: readonly Statement[];
}

/**
 * The start of a program.
 * @param version the release of Istio that the program shall be for; undefined leaves that out
 */
export function startProgram(version?: string): ProgramStart {
  const app = construction(['app'], cdk8s('App'), []);
  return { app, statements: [app, ...(version === undefined ? [] : [callOurs('Istio', 'version', app, plain(version))])] };
}

/** A chart: what it declares is in a namespace, or for `''` in none. */
export function chartOf(app: Declared, id: string, namespace: string): Declared {
  return construction([id, `${id}-chart`], cdk8s('Chart'), [app, plain(id), ...(namespace === '' ? [] : [plain({ namespace })])]);
}

/** A whole program: its start, groups of statements, and the synthesis of the app. */
export function wholeProgram({ app, statements }: ProgramStart, groups: readonly (readonly Statement[])[]): Program {
  return { groups: [statements, ...groups, [{ form: 'call', of: app, method: 'synth', args: [] }]] };
}

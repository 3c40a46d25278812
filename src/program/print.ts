import type { Declared, Exported, Expression, PackageName, Statement } from './expression';
import { partsOf } from './expression';
import { Identifiers } from './identifiers';
import { Layout } from './layout';

/** A program: statements, in groups that are set apart by an empty line. */
export interface Program {
  readonly groups: readonly (readonly Statement[])[];
}

const PACKAGES: readonly PackageName[] = ['cdk8s', 'cdk8s-waypoint'];

/**
 * Writes a program as TypeScript. What begins a group has the first choice of a name. Nothing is used before it is declared, whatever the order of the groups; otherwise their order is kept.
 * @returns source text that ends with a newline
 */
export function printProgram({ groups }: Program): string {
  const uses = countUses(groups.flat());
  const imported = importedBy([...uses.keys()]);
  const names = new Names(uses, new Identifiers(imported.map(({ name }) => name)));
  for (const [first] of groups) if (first?.form === 'declared' && names.isNamed(first)) names.of(first);
  const printer = new StatementPrinter(names);
  const printed = groups.map((group) => group.flatMap((statement) => printer.print(statement))).filter((group) => group.length > 0);
  return `${importLines(imported)}\n${printed.map(spaced).join('\n')}`;
}

/** Statements of several lines are set apart, and a heading stays with what is below it. */
function spaced(statements: readonly string[]): string {
  return statements.map((text, index) => {
    const above = statements[index - 1];
    const isApart = above !== undefined && !isHeading(above) && (isTall(text) || isTall(above) || isHeading(text));
    return isApart ? `\n${text}` : text;
  }).join('');
}

function isHeading(text: string): boolean {
  return text.split('\n').slice(0, -1).every((line) => line.startsWith('//'));
}

function isTall(text: string): boolean {
  return text.indexOf('\n') < text.length - 1;
}

/** How often each expression stands in the program; what is declared counts where it is used. */
function countUses(statements: readonly Statement[]): Map<Expression, number> {
  const uses = new Map<Expression, number>();
  const visitParts = (expression: Expression): void => {
    for (const part of partsOf(expression)) {
      const before = uses.get(part);
      uses.set(part, (before ?? 0) + 1);
      if (before === undefined || part.form !== 'declared') visitParts(part);
    }
  };
  for (const statement of statements) {
    if (statement.form === 'heading' || uses.has(statement)) continue;
    uses.set(statement, 0);
    visitParts(statement);
  }
  return uses;
}

function importedBy(expressions: readonly Expression[]): Exported[] {
  const byName = new Map<string, Exported>();
  for (const expression of expressions) if (expression.form === 'exported') byName.set(expression.name, expression);
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function importLines(imported: readonly Exported[]): string {
  return PACKAGES.map((from) => {
    const names = imported.filter((one) => one.from === from).map(({ name }) => name);
    return names.length === 0 ? '' : importLine(names, from);
  }).join('');
}

function importLine(names: readonly string[], from: PackageName): string {
  const line = `import { ${names.join(', ')} } from '${from}';\n`;
  if (line.length <= 121) return line;
  const lines: string[] = [];
  for (const name of names) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + name.length + 2 <= 119) lines[lines.length - 1] = `${last} ${name},`;
    else lines.push(`  ${name},`);
  }
  return `import {\n${lines.join('\n')}\n} from '${from}';\n`;
}

/** The names of what is declared. */
class Names {
  readonly #names = new Map<Declared, string>();

  constructor(private readonly uses: ReadonlyMap<Expression, number>, private readonly identifiers: Identifiers) {}

  /** Whether something gets a name: a construct that is used at all, anything else that is used twice. */
  public isNamed(declared: Declared): boolean {
    return (this.uses.get(declared) ?? 0) >= (declared.isStatement ? 1 : 2);
  }

  public of(declared: Declared): string {
    let name = this.#names.get(declared);
    if (name === undefined) this.#names.set(declared, name = this.identifiers.take(declared.names));
    return name;
  }
}

class StatementPrinter {
  readonly #printed = new Set<Declared>();
  readonly #layout: Layout;

  constructor(private readonly names: Names) {
    this.#layout = new Layout((declared) => names.isNamed(declared) ? names.of(declared) : undefined);
  }

  /** @returns the statement, after those that it needs and that were not yet printed */
  public print(statement: Statement): string[] {
    if (statement.form === 'heading') return [commentOf(statement.lines)];
    if (statement.form !== 'declared') return [...this.needed(statement), this.line('', statement)];
    if (this.#printed.has(statement)) return [];
    this.#printed.add(statement);
    const needed = this.needed(statement.value);
    const comment = commentOf(statement.comment ?? []);
    if (this.names.isNamed(statement)) return [...needed, comment + this.line(`const ${this.names.of(statement)} = `, statement.value)];
    return statement.isStatement ? [...needed, comment + this.line('', statement.value)] : needed;
  }

  private needed(expression: Expression): string[] {
    return partsOf(expression).flatMap((part) => {
      return part.form === 'declared' && (part.isStatement || this.names.isNamed(part)) ? this.print(part) : this.needed(part);
    });
  }

  private line(start: string, expression: Expression): string {
    return `${start}${this.#layout.write(expression, '', start.length + 1)};\n`;
  }
}

function commentOf(lines: readonly string[]): string {
  return lines.map((line) => `// ${line}\n`).join('');
}

import type { Call, Creation, Declared, Expression, PackageName, Statement } from './expression';

/** The packages of a program, loaded. */
export type Packages = Readonly<Record<PackageName, Readonly<Record<string, any>>>>;

/** A construct of a program that was run. */
export interface EvaluatedConstruct {
  readonly node: { readonly path: string; findAll(): EvaluatedConstruct[]; validate(): string[] };
}

/** A construct that is an object of the cluster. */
interface EvaluatedObject extends EvaluatedConstruct {
  /** Its manifest, as plain data. */
  toJson(): any;
}

/** What became of something declared. */
type Made = { readonly value: unknown } | { readonly error: unknown };

/** Runs statements as Node.js would run the program that is printed from them. */
export class Evaluation {
  readonly #made = new Map<Declared, Made>();

  constructor(private readonly packages: Packages) {}

  /**
   * @returns what the statement declares, or what its call gives; undefined for a comment
   * @throws what a construct throws; the same error each time that something is used which could not be made
   */
  public run(statement: Statement): any {
    return statement.form === 'heading' ? undefined : this.valueOf(statement);
  }

  /** The objects that a construct declares, in the order of the tree. */
  public objectsIn({ node }: EvaluatedConstruct): EvaluatedObject[] {
    return node.findAll().filter((construct): construct is EvaluatedObject => this.packages.cdk8s.ApiObject.isApiObject(construct));
  }

  private valueOf(expression: Expression): any {
    switch (expression.form) {
      case 'literal': return expression.value;
      case 'list': return expression.items.map((item) => this.valueOf(item));
      case 'struct': return Object.fromEntries(expression.fields.map(([name, value]) => [name, this.valueOf(value)]));
      case 'exported': return this.packages[expression.from][expression.name];
      case 'member': return this.valueOf(expression.of)[expression.name];
      case 'call': return this.call(expression);
      case 'new': return this.create(expression);
      case 'declared': return this.declare(expression);
    }
  }

  private call({ of, method, args }: Call): unknown {
    return this.valueOf(of)[method](...args.map((arg) => this.valueOf(arg)));
  }

  private create({ of, args }: Creation): unknown {
    const made = this.valueOf(of);
    return new made(...args.map((arg) => this.valueOf(arg)));
  }

  private declare(declared: Declared): unknown {
    let made = this.#made.get(declared);
    if (!made) this.#made.set(declared, made = this.attempt(declared));
    if ('error' in made) throw made.error;
    return made.value;
  }

  private attempt({ value }: Declared): Made {
    try {
      return { value: this.valueOf(value) };
    } catch (error) {
      return { error };
    }
  }
}

import * as ts from 'typescript';

/** One way to break code. */
export interface Operator {
  readonly name: string;
  /** The text that takes the place of a node; undefined where the operator does not apply. */
  replace(node: ts.Node, source: ts.SourceFile): string | undefined;
}

const COUNTERPARTS = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [ts.SyntaxKind.AmpersandAmpersandToken, '||'],
  [ts.SyntaxKind.BarBarToken, '&&'],
  [ts.SyntaxKind.LessThanToken, '<='],
  [ts.SyntaxKind.LessThanEqualsToken, '<'],
  [ts.SyntaxKind.GreaterThanToken, '>='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>'],
  [ts.SyntaxKind.PlusToken, '-'],
  [ts.SyntaxKind.MinusToken, '+'],
]);

/** The ways to break the engine. */
export const OPERATORS: readonly Operator[] = [
  {
    name: 'swap the operator',
    replace: (node, source) => {
      if (!ts.isBinaryExpression(node)) return undefined;
      const counterpart = COUNTERPARTS.get(node.operatorToken.kind);
      return counterpart && `${node.left.getText(source)} ${counterpart} ${node.right.getText(source)}`;
    },
  },
  {
    name: 'swap the precedence',
    replace: (node, source) => {
      if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.QuestionQuestionToken) return undefined;
      // The second is mostly a value that is always there: then the first is never asked.
      return `(${node.right.getText(source)}) ?? (${node.left.getText(source)})`;
    },
  },
  {
    name: 'flip the condition',
    replace: (node, source) => ts.isIfStatement(node.parent ?? node) && (node.parent as ts.IfStatement).expression === node
      ? `!(${node.getText(source)})`
      : undefined,
  },
  {
    name: 'drop the check',
    replace: (node) => ts.isIfStatement(node) && !node.elseStatement ? ';' : undefined,
  },
  {
    name: 'swap the branches',
    replace: (node, source) => ts.isConditionalExpression(node)
      ? `${node.condition.getText(source)} ? ${node.whenFalse.getText(source)} : ${node.whenTrue.getText(source)}`
      : undefined,
  },
  {
    name: 'negate the constant',
    replace: ({ kind }) => ({ [ts.SyntaxKind.TrueKeyword]: 'false', [ts.SyntaxKind.FalseKeyword]: 'true' } as Record<number, string>)[kind],
  },
  {
    name: 'change the text',
    replace: (node) => ts.isStringLiteral(node) && isValue(node) && node.text.length > 1 ? '\'mutated\'' : undefined,
  },
  {
    name: 'leave the last one out',
    replace: (node, source) => ts.isArrayLiteralExpression(node) && node.elements.length > 1
      ? `[${node.elements.slice(0, -1).map((element) => element.getText(source)).join(', ')}]`
      : undefined,
  },
  {
    name: 'keep all',
    replace: (node, source) => ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'filter'
      ? node.expression.expression.getText(source)
      : undefined,
  },
];

/** Whether a text is compared, listed or returned: not the name of a module or of a type. */
function isValue({ parent }: ts.StringLiteral): boolean {
  return ![ts.isImportDeclaration, ts.isExportDeclaration, ts.isLiteralTypeNode, ts.isCallExpression].some((is) => is(parent));
}

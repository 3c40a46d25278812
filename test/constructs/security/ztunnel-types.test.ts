import * as path from 'path';
import * as ts from 'typescript';

const PRELUDE = `
import { Chart, Testing } from 'cdk8s';
import { Condition, Operation, Peer, PolicyAction, Source, ZtunnelAuthorization, ZtunnelTarget } from '../../../src';
const target = ZtunnelTarget.namespace('shop');
const chart = new Chart(Testing.app(), 'test');
`;

/** What a compiler says of policies at ztunnel, one for each of these properties, by line. */
function diagnostics(policies: readonly string[]): string[] {
  const file = path.join(__dirname, 'program.ts');
  const text = `${PRELUDE}${policies.map((policy) => `new ZtunnelAuthorization(chart, 'p', { target, ${policy} });`).join('\n')}\n`;
  const { config } = ts.readConfigFile(path.join(__dirname, '../../tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, path.join(__dirname, '../..'));
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, version) => name === file ? ts.createSourceFile(name, text, version) : getSourceFile(name, version);
  const program = ts.createProgram([file], { ...options, noUnusedLocals: false }, host);
  const source = program.getSourceFile(file)!;
  const offset = PRELUDE.split('\n').length - 1;
  return program.getSemanticDiagnostics(source).map(({ start, messageText }) => {
    const line = source.getLineAndCharacterOfPosition(start!).line - offset;
    return `${policies[line]}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

test('a policy at ztunnel with a field that ztunnel cannot see does not compile', () => {
  const refused = [
    'rules: [{ operations: [Operation.methods("GET")] }]',
    'rules: [{ peers: [Source.namespaces("a")] }]',
    'rules: [{ conditions: [Condition.header("a", { values: ["b"] })] }]',
    'rules: [{}], action: PolicyAction.AUDIT',
    'rules: [{}], dryRun: true',
  ];
  const found = diagnostics(['rules: [{ peers: [Peer.namespaces("a")] }]', ...refused]);
  expect(found).toHaveLength(refused.length);
  for (const [index, policy] of refused.entries()) expect(found[index]).toContain(policy);
}, 60_000);

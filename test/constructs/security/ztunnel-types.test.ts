import { compile } from '../../programs';

/** A program with a policy at ztunnel that has these properties. */
function program(policy: string): string {
  return `
import { Chart, Testing } from 'cdk8s';
import * as waypoints from 'cdk8s-waypoint';
const chart = new Chart(Testing.app(), 'test');
new waypoints.ZtunnelAuthorization(chart, 'policy', { target: waypoints.ZtunnelTarget.namespace('shop'), ${policy} });
`;
}

test('a policy at ztunnel with a field that ztunnel cannot see does not compile', () => {
  const refused = {
    operations: 'rules: [{ operations: [waypoints.Operation.methods("GET")] }]',
    sources: 'rules: [{ peers: [waypoints.Source.namespaces("a")] }]',
    conditions: 'rules: [{ conditions: [waypoints.Condition.header("a", { values: ["b"] })] }]',
    audit: 'rules: [{}], action: waypoints.PolicyAction.AUDIT',
    dryRun: 'rules: [{}], dryRun: true',
  };
  const policies = { peers: 'rules: [{ peers: [waypoints.Peer.namespaces("a")] }]', ...refused };
  const found = compile(Object.fromEntries(Object.entries(policies).map(([name, policy]) => [name, program(policy)])));
  expect(found.map((line) => line.split('.ts: ')[0])).toEqual(Object.keys(refused));
}, 60_000);

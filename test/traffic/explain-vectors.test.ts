import type { Explanation } from '../../src/traffic/explain';
import { explain } from '../../src/traffic/explain';
import { questionOf } from '../../src/traffic/question';
import type { RequestForm } from '../../src/traffic/request-form';
import { REQUEST_MESHES, requestMesh } from '../vectors/request-mesh';

/** Meshes in which the stub's clients reached something else than clients of a mesh would. */
const NOT_AS_IN_A_MESH: Readonly<Record<string, string>> = {
  m20001: 'a waypoint whose only address belongs to nothing in the file',
  m20006: 'a ServiceEntry in the namespace of the client has the host name of a Service elsewhere, and a client gets its own',
  m20023: 'the same',
};

/** Whether a request reaches a waypoint, which one, and why it is answered as it is: found from its client and its destination alone. */
describe.each(REQUEST_MESHES.filter((name) => !Object.hasOwn(NOT_AS_IN_A_MESH, name)))('%s', (name) => {
  const { mesh, cases } = requestMesh(name);

  test.each(cases.map((one) => [one.id, one] as const))('%s', (_, one) => {
    const { reached, waypoint, why = one.expect.result } = one.expect;
    const question = questionOf(mesh, one as unknown as RequestForm, true);
    if (question.problem) expect({ reached, ...question }).toEqual({ reached: false, problem: expect.stringMatching(/ has no port /) });
    else expect(answerOf(explain(mesh, question.value!))).toEqual(reached ? { waypoint, why } : {});
  });
});

function answerOf({ journeys: [{ stops: [stop] }] }: Explanation) {
  if (!stop) return {};
  const [{ answer, backends }] = stop.ways;
  const { namespace, name } = stop.waypoint;
  return { waypoint: `${namespace}/${name}`, why: answer?.why ?? (backends.length > 1 ? 'weighted' : 'upstream') };
}

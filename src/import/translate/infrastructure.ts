import { readOverlay } from '../../binding/gateway/overlay-text';
import { isMapping } from '../../mesh/fields';
import type { Expression } from '../../program/expression';
import { plain } from '../../program/expression';
import { NotCovered } from '../item';
import type { Fields, SourceObject } from '../source-object';

/** The names of fields of a pod that `InfrastructureOptions` has, and the names that they have there. */
const POD_FIELDS = ['nodeSelector', 'priorityClassName', 'terminationGracePeriodSeconds'];

/**
 * The ConfigMap behind `parametersRef` as `InfrastructureOptions`.
 * @param waypointName of which the ConfigMap gets its name if nothing names it
 */
export function infrastructureExpression(configMap: SourceObject, waypointName: string): Expression {
  const isNamed = configMap.name !== `${waypointName}-infrastructure`;
  return plain({ ...infrastructureFields(configMap), ...(isNamed && { configMapName: configMap.name }) });
}

/** What a ConfigMap says, as fields of `InfrastructureOptions`; what has no property of its own is an overlay. */
export function infrastructureFields(configMap: SourceObject): Fields {
  const { deployment, service, ...others } = parsedData(configMap);
  const { known: ofDeployment, rest: deploymentRest } = splitDeployment(deployment ?? {});
  const { known: ofService, rest: serviceRest } = splitService(service ?? {});
  const overlays = { ...filled({ deployment: deploymentRest, service: serviceRest }), ...others };
  return { ...ofDeployment, ...ofService, ...filled({ overlays }) };
}

function parsedData({ written }: SourceObject): Fields {
  return Object.fromEntries(Object.entries((written.data ?? {}) as Fields).map(([key, text]) => {
    const { value } = readOverlay(text);
    if (!isMapping(value)) throw new NotCovered(`"${key}" of its ConfigMap is no mapping`);
    return [key, value];
  }));
}

interface Split {
  readonly known: Fields;
  readonly rest: Fields;
}

function splitDeployment({ spec = {}, ...others }: Fields): Split {
  const { replicas, template = {}, ...specRest } = spec;
  const { spec: pod = {}, ...templateRest } = template;
  const { securityContext, ...podRest } = pod as Fields;
  const known = Object.fromEntries(POD_FIELDS.filter((name) => podRest[name] !== undefined).map((name) => [name, podRest[name]]));
  const podOther = Object.fromEntries(Object.entries(podRest).filter(([name]) => !POD_FIELDS.includes(name)));
  return {
    known: { ...(replicas !== undefined && { replicas }), ...known, ...(securityContext && { podSecurityContext: securityContext }) },
    rest: { ...others, ...filled({ spec: { ...specRest, ...filled({ template: { ...templateRest, ...filled({ spec: podOther }) } }) } }) },
  };
}

function splitService({ metadata = {}, ...others }: Fields): Split {
  const { annotations, ...metadataRest } = metadata as Fields;
  return { known: annotations ? { serviceAnnotations: annotations } : {}, rest: { ...others, ...filled({ metadata: metadataRest }) } };
}

/** Only the maps that are not empty. */
function filled(maps: { readonly [name: string]: Fields }): Fields {
  return Object.fromEntries(Object.entries(maps).filter(([, map]) => Object.keys(map).length > 0));
}

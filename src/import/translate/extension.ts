import { targetsExpression } from './policy-target';
import type { Expression, Props } from '../../program/expression';
import { callOurs, enumMember, optional, plain, struct } from '../../program/expression';
import type { Item } from '../item';
import { NotCovered, Stage } from '../item';
import { objectItem } from '../object-item';
import type { Scope } from '../scope';
import type { Fields, SourceObject } from '../source-object';

/** A WasmPlugin as `WaypointWasm`. */
export function wasmItem(plugin: SourceObject, scope: Scope): Item {
  const spec: Fields = plugin.body.spec ?? {};
  return objectItem(plugin, scope, {
    construct: 'WaypointWasm',
    stage: Stage.EXTENSION,
    suffix: 'wasm',
    nameProperty: 'wasmName',
    props: {
      ...extensionProps(plugin, scope),
      module: moduleExpression(spec),
      config: optional(spec.pluginConfig),
      pluginName: optional(spec.pluginName),
      onFailure: spec.failStrategy === 'FAIL_OPEN' ? enumMember('WasmFailure', 'OPEN') : undefined,
      kind: spec.type === 'NETWORK' ? enumMember('WasmKind', 'NETWORK') : undefined,
      ports: spec.match && plain(spec.match.flatMap(({ ports = [] }: Fields) => ports.map(({ number }: Fields) => number))),
      environment: spec.vmConfig?.env && plain(Object.fromEntries(spec.vmConfig.env.map(({ name, value }: Fields) => [name, value]))),
    },
  });
}

/** A TrafficExtension with a script as `WaypointLua`. */
export function luaItem(extension: SourceObject, scope: Scope): Item {
  const { lua } = (extension.body.spec ?? {}) as Fields;
  if (!lua) throw new NotCovered('constructs write TrafficExtensions in Lua, and others as WasmPlugins');
  return objectItem(extension, scope, {
    construct: 'WaypointLua',
    stage: Stage.EXTENSION,
    suffix: 'lua',
    nameProperty: 'extensionName',
    props: { ...extensionProps(extension, scope), code: plain(lua.inlineCode ?? '') },
  });
}

/** An EnvoyFilter as `WaypointEnvoyFilter`. */
export function envoyFilterItem(filter: SourceObject, scope: Scope): Item {
  return objectItem(filter, scope, {
    construct: 'WaypointEnvoyFilter',
    stage: Stage.EXTENSION,
    suffix: 'filter',
    nameProperty: 'filterName',
    props: { ...extensionProps(filter, scope), patches: plain(filter.body.spec?.configPatches ?? []) },
  });
}

function extensionProps({ namespace, body }: SourceObject, scope: Scope): Props {
  const { targetRefs, phase, priority } = (body.spec ?? {}) as Fields;
  if (!targetRefs?.length) throw new NotCovered('it has no "targetRefs", and so is not for a waypoint');
  return {
    targets: targetsExpression(targetRefs, { scope, namespace }),
    phase: phase === undefined ? undefined : enumMember('ExtensionPhase', phase),
    priority: optional(priority),
  };
}

const SCHEMES: readonly (readonly [string, string])[] = [['oci://', 'image'], ['file://', 'file'], ['', 'url']];

function moduleExpression({ url = '', sha256, imagePullPolicy, imagePullSecret }: Fields): Expression {
  const [scheme, method] = SCHEMES.find(([start]) => url.startsWith(start))!;
  const options = struct({
    sha256: optional(sha256),
    alwaysPull: imagePullPolicy === undefined ? undefined : plain(imagePullPolicy === 'Always'),
    pullSecret: optional(imagePullSecret),
  });
  return callOurs('WasmModule', method, plain(url.slice(scheme.length)), ...(options.fields.length > 0 ? [options] : []));
}

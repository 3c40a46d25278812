import { childOf, isMapping } from './fields';
import { remember } from './remember';
import { GATEWAY_API_GROUP } from '../istio/groups';

/** A default by the path of its field; `[]` stands for each item of a list. */
type Defaults = Readonly<Record<string, unknown>>;

const PARENT_REFS: Defaults = {
  'spec.parentRefs[].group': GATEWAY_API_GROUP,
  'spec.parentRefs[].kind': 'Gateway',
};

const BACKEND_REFS: Defaults = {
  'spec.rules[].backendRefs[].group': '',
  'spec.rules[].backendRefs[].kind': 'Service',
  'spec.rules[].backendRefs[].weight': 1,
};

/** Filters stand beside the backends of a rule and within each backend. */
function inBothPlaces(filters: Defaults): Defaults {
  return Object.fromEntries(Object.entries(filters).flatMap(([path, value]) => [
    [`spec.rules[].filters[].${path}`, value],
    [`spec.rules[].backendRefs[].filters[].${path}`, value],
  ]));
}

const MIRROR_FILTER: Defaults = {
  'requestMirror.backendRef.group': '',
  'requestMirror.backendRef.kind': 'Service',
  'requestMirror.fraction.denominator': 100,
};

const ANY_PATH = { type: 'PathPrefix', value: '/' };
const FROM_SAME = { from: 'Same' };

const LISTENERS: Defaults = {
  'spec.listeners[].allowedRoutes': { namespaces: FROM_SAME },
  'spec.listeners[].allowedRoutes.kinds[].group': GATEWAY_API_GROUP,
  'spec.listeners[].allowedRoutes.namespaces': FROM_SAME,
  'spec.listeners[].allowedRoutes.namespaces.from': 'Same',
  'spec.listeners[].tls.certificateRefs[].group': '',
  'spec.listeners[].tls.certificateRefs[].kind': 'Secret',
  'spec.listeners[].tls.mode': 'Terminate',
};

/**
 * The defaults that the CRDs of the Gateway API write into objects; those of Istio write none.
 * @see crds/gateway.networking.k8s.io.yaml, which leaves `status` out
 */
export const CRD_DEFAULTS: Readonly<Record<string, Defaults>> = {
  Gateway: {
    'spec.addresses[].type': 'IPAddress',
    'spec.allowedListeners.namespaces': { from: 'None' },
    'spec.allowedListeners.namespaces.from': 'None',
    ...LISTENERS,
    'spec.tls.backend.clientCertificateRef.group': '',
    'spec.tls.backend.clientCertificateRef.kind': 'Secret',
    'spec.tls.frontend.default.validation.mode': 'AllowValidOnly',
    'spec.tls.frontend.perPort[].tls.validation.mode': 'AllowValidOnly',
    'status.addresses[].type': 'IPAddress',
  },
  ListenerSet: { ...LISTENERS, 'spec.parentRef.group': GATEWAY_API_GROUP, 'spec.parentRef.kind': 'Gateway' },
  HTTPRoute: {
    ...PARENT_REFS,
    ...BACKEND_REFS,
    ...inBothPlaces({ ...MIRROR_FILTER, 'requestRedirect.statusCode': 302, 'cors.maxAge': 5 }),
    'spec.rules': [{ matches: [{ path: ANY_PATH }] }],
    'spec.rules[].matches': [{ path: ANY_PATH }],
    'spec.rules[].matches[].headers[].type': 'Exact',
    'spec.rules[].matches[].path': ANY_PATH,
    'spec.rules[].matches[].path.type': ANY_PATH.type,
    'spec.rules[].matches[].path.value': ANY_PATH.value,
    'spec.rules[].matches[].queryParams[].type': 'Exact',
    'spec.rules[].retry.attempts': 1,
  },
  GRPCRoute: {
    ...PARENT_REFS,
    ...BACKEND_REFS,
    ...inBothPlaces(MIRROR_FILTER),
    'spec.rules[].matches[].headers[].type': 'Exact',
    'spec.rules[].matches[].method.type': 'Exact',
  },
  TCPRoute: { ...PARENT_REFS, ...BACKEND_REFS },
  TLSRoute: { ...PARENT_REFS, ...BACKEND_REFS },
};

/** The defaults of a kind as a tree along the fields; items of a list are below `[]`. */
interface DefaultTree {
  default?: unknown;
  readonly children: Map<string, DefaultTree>;
}

const TREES = new Map(Object.entries(CRD_DEFAULTS).map(([kind, defaults]) => [kind, treeOf(defaults)]));

function treeOf(defaults: Defaults): DefaultTree {
  const root: DefaultTree = { children: new Map() };
  for (const [path, value] of Object.entries(defaults)) {
    let node = root;
    for (const step of path.replaceAll('[]', '.[]').split('.')) {
      if (!node.children.has(step)) node.children.set(step, { children: new Map() });
      node = node.children.get(step)!;
    }
    node.default = value;
  }
  return root;
}

/**
 * An object as an API server stores it: with the defaults of its CRD.
 * @returns the same value if nothing is added, else a copy of what changes; the given value stays as it is
 */
export function withDefaults(group: string, kind: string, body: unknown): unknown {
  const tree = group === GATEWAY_API_GROUP ? TREES.get(kind) : undefined;
  return tree ? complete(body, tree, completePart) : body;
}

/** Objects may have one and the same `spec`: so they have the same one with its defaults, too. */
const completedParts = remember((tree: DefaultTree) => remember((part: object) => complete(part, tree)));

function completePart(part: unknown, tree: DefaultTree): unknown {
  return isMapping(part) ? completedParts(tree)(part) : part;
}

function complete(value: unknown, tree: DefaultTree, completeChild: typeof completePart = complete): unknown {
  if (Array.isArray(value)) return completeItems(value, tree.children.get('[]'));
  if (!isMapping(value)) return value;
  let result: Record<string, unknown> | undefined;
  for (const [name, child] of tree.children) {
    const before = childOf(value, name);
    const after = completeChild(before ?? child.default, child) ?? before;
    if (after !== before) (result ??= { ...value })[name] = after;
  }
  return result ?? value;
}

function completeItems(items: readonly unknown[], tree: DefaultTree | undefined): unknown {
  if (!tree) return items;
  const completed = items.map((item) => complete(item, tree));
  return completed.some((item, index) => item !== items[index]) ? completed : items;
}

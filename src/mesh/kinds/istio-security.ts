import type { BodyOf } from './kind';
import { namespaced } from './kind';
import { SECURITY_GROUP } from '../../istio/groups';

const TARGET_REF = { group: 'string', kind: 'string', name: 'string', namespace: 'string' } as const;
/** The objects to which a policy is attached: by labels of their pods, or by name. */
const ATTACHMENT = { selector: { matchLabels: 'strings' }, targetRef: TARGET_REF, targetRefs: [TARGET_REF] } as const;

export const AUTHORIZATION_POLICY = namespaced(SECURITY_GROUP, 'AuthorizationPolicy', {
  spec: {
    ...ATTACHMENT,
    action: 'string',
    provider: { name: 'string' },
    rules: [{
      from: [{
        source: {
          principals: ['string'],
          notPrincipals: ['string'],
          requestPrincipals: ['string'],
          notRequestPrincipals: ['string'],
          namespaces: ['string'],
          notNamespaces: ['string'],
          serviceAccounts: ['string'],
          notServiceAccounts: ['string'],
          trustDomains: ['string'],
          notTrustDomains: ['string'],
          ipBlocks: ['string'],
          notIpBlocks: ['string'],
          remoteIpBlocks: ['string'],
          notRemoteIpBlocks: ['string'],
        },
      }],
      to: [{
        operation: {
          hosts: ['string'],
          notHosts: ['string'],
          ports: ['string'],
          notPorts: ['string'],
          methods: ['string'],
          notMethods: ['string'],
          paths: ['string'],
          notPaths: ['string'],
        },
      }],
      when: [{ key: 'string', values: ['string'], notValues: ['string'] }],
    }],
  },
});

export type PolicySpec = NonNullable<BodyOf<typeof AUTHORIZATION_POLICY>['spec']>;
export type PolicyRule = NonNullable<PolicySpec['rules']>[number];
export type PolicySource = NonNullable<NonNullable<PolicyRule['from']>[number]['source']>;
export type PolicyOperation = NonNullable<NonNullable<PolicyRule['to']>[number]['operation']>;
export type TargetRef = NonNullable<PolicySpec['targetRef']>;

export const REQUEST_AUTHENTICATION = namespaced(SECURITY_GROUP, 'RequestAuthentication', {
  spec: {
    ...ATTACHMENT,
    jwtRules: [{
      issuer: 'string',
      audiences: ['string'],
      forwardOriginalToken: 'boolean',
      fromHeaders: [{ name: 'string', prefix: 'string' }],
      fromParams: ['string'],
      fromCookies: ['string'],
      outputPayloadToHeader: 'string',
      outputClaimToHeaders: [{ header: 'string', claim: 'string' }],
      spaceDelimitedClaims: ['string'],
    }],
  },
});

export type JwtRule = NonNullable<NonNullable<BodyOf<typeof REQUEST_AUTHENTICATION>['spec']>['jwtRules']>[number];

const MTLS = { mode: 'string' } as const;

export const PEER_AUTHENTICATION = namespaced(SECURITY_GROUP, 'PeerAuthentication', {
  spec: { selector: { matchLabels: 'strings' }, mtls: MTLS, portLevelMtls: { '*': MTLS } },
});

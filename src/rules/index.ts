import { allowRefusesTcp } from './allow-refuses-tcp';
import { attachmentDenied } from './attachment-denied';
import { autoscalerBounds } from './autoscaler-bounds';
import { autoscalerConflict } from './autoscaler-conflict';
import { autoscalerTarget } from './autoscaler-target';
import { autoscalerWithoutMetrics } from './autoscaler-without-metrics';
import { canaryIgnored } from './canary-ignored';
import { canaryLabelMisplaced } from './canary-label-misplaced';
import { canaryMixedControllers } from './canary-mixed-controllers';
import { canaryNotAttached } from './canary-not-attached';
import { canaryWeight } from './canary-weight';
import { canaryWithoutPolicies } from './canary-without-policies';
import { classDefaultsNotRead } from './class-defaults-not-read';
import { classDefaultsTwice } from './class-defaults-twice';
import { clientBypassesWaypoints } from './client-bypasses-waypoints';
import { consumerDestinationRule } from './consumer-destination-rule';
import { consumerRoute } from './consumer-route';
import { customProviderNotFound } from './custom-provider-not-found';
import { defaultsLeftOut } from './defaults-left-out';
import { definedTwice } from './defined-twice';
import { denyWiderOnTcp } from './deny-wider-on-tcp';
import { deployedNameTwice } from './deployed-name-twice';
import { disruptionBudgetBlocksDrains } from './disruption-budget-blocks-drains';
import { disruptionBudgetSelectsNothing } from './disruption-budget-selects-nothing';
import { dynamicDnsInMesh } from './dynamic-dns-in-mesh';
import { enrolledButNotAmbient } from './enrolled-but-not-ambient';
import { envoyFilterContext } from './envoy-filter-context';
import { envoyFilterTarget } from './envoy-filter-target';
import { exportToIgnored } from './export-to-ignored';
import { externalAccessOpen } from './external-access-open';
import { externalNameEnrolled } from './external-name-enrolled';
import { featureTooNew } from './feature-too-new';
import { gatewayNotDeployed } from './gateway-not-deployed';
import { gracePeriodTooShort } from './grace-period-too-short';
import { headlessBypassesWaypoint } from './headless-bypasses-waypoint';
import { hostMatchesLess } from './host-matches-less';
import { ingressBypassesWaypoint } from './ingress-bypasses-waypoint';
import { ingressLabelNotBoolean } from './ingress-label-not-boolean';
import { ingressLabelOnGateway } from './ingress-label-on-gateway';
import { ingressLabelWithoutWaypoint } from './ingress-label-without-waypoint';
import { invalidDataplaneMode } from './invalid-dataplane-mode';
import { invalidInboundBinding } from './invalid-inbound-binding';
import { invalidMethod } from './invalid-method';
import { invalidPrincipal } from './invalid-principal';
import { invalidWaypointFor } from './invalid-waypoint-for';
import { invalidWaypointName } from './invalid-waypoint-name';
import { ipBlocksAtWaypoint } from './ip-blocks-at-waypoint';
import { istioWarns } from './istio-warns';
import { istiodCrashes } from './istiod-crashes';
import { jwtRuleWithoutAuthentication } from './jwt-rule-without-authentication';
import { l7AllowDeniesAll } from './l7-allow-denies-all';
import { l7DenyDoesNothing } from './l7-deny-does-nothing';
import { l7PolicyDeniesMore } from './l7-policy-denies-more';
import { labelBeforeWaypoint } from './label-before-waypoint';
import { labelOnWorkload } from './label-on-workload';
import { labelPatchOverreach } from './label-patch-overreach';
import { labelsBreakPods } from './labels-break-pods';
import { labelsRestartPods } from './labels-restart-pods';
import { legacyWaypointMetadata } from './legacy-waypoint-metadata';
import { metadataNotRead } from './metadata-not-read';
import { namespacePruned } from './namespace-pruned';
import { networkPolicyBlocksEgress } from './network-policy-blocks-egress';
import { networkPolicyBlocksHbone } from './network-policy-blocks-hbone';
import { networkPolicyBlocksWaypoint } from './network-policy-blocks-waypoint';
import { noReplicas } from './no-replicas';
import { overlayEmpty } from './overlay-empty';
import { overlayIllegal } from './overlay-illegal';
import { overlayKey } from './overlay-key';
import { parametersNotRead } from './parameters-not-read';
import { parametersUnusable } from './parameters-unusable';
import { pathMatchesLess } from './path-matches-less';
import { peerAuthenticationIgnored } from './peer-authentication-ignored';
import { podNamesBypassWaypoint } from './pod-names-bypass-waypoint';
import { policyPort } from './policy-port';
import { policyRejectedByZtunnel } from './policy-rejected-by-ztunnel';
import { policyTargetClass } from './policy-target-class';
import { policyTargetNotBound } from './policy-target-not-bound';
import { policyTargetNotFound } from './policy-target-not-found';
import { portProtocolUndeclared } from './port-protocol-undeclared';
import { principalNotCaptured } from './principal-not-captured';
import { principalWithoutAccount } from './principal-without-account';
import { referenceNotGranted } from './reference-not-granted';
import { refusedByIstio } from './refused-by-istio';
import { refusedBySchema } from './refused-by-schema';
import { remoteIpBlocksAtWaypoint } from './remote-ip-blocks-at-waypoint';
import { rootPolicyForAll } from './root-policy-for-all';
import { routeBackendNotFound } from './route-backend-not-found';
import { routeFieldIgnored } from './route-field-ignored';
import { routeLoop } from './route-loop';
import { routeLost } from './route-lost';
import { routeParentIsWaypoint } from './route-parent-is-waypoint';
import { routeParentKind } from './route-parent-kind';
import { routeParentNotEnrolled } from './route-parent-not-enrolled';
import { routeParentNotFound } from './route-parent-not-found';
import { routeParentPort } from './route-parent-port';
import { routeRuleShadowed } from './route-rule-shadowed';
import { routeSkipsPolicies } from './route-skips-policies';
import { routeWithoutBackends } from './route-without-backends';
import type { Rule } from './rule';
import { sandwichIgnoresConfig } from './sandwich-ignores-config';
import { sandwichListenerNotRead } from './sandwich-listener-not-read';
import { sandwichNotCaptured } from './sandwich-not-captured';
import { sandwichNotReachable } from './sandwich-not-reachable';
import { scrapeRefused } from './scrape-refused';
import { scrapeThroughWaypoint } from './scrape-through-waypoint';
import { selectorAtWaypoint } from './selector-at-waypoint';
import { serviceEntryNeedsWaypoint } from './service-entry-needs-waypoint';
import { serviceEntryProtocolConflict } from './service-entry-protocol-conflict';
import { serviceEntryWithoutAddress } from './service-entry-without-address';
import { sidecarAndAmbient } from './sidecar-and-ambient';
import { singleReplica } from './single-replica';
import { subsetNotDefined } from './subset-not-defined';
import { telemetryTargetIgnored } from './telemetry-target-ignored';
import { tlsRouteHost } from './tls-route-host';
import { tokenNotRequired } from './token-not-required';
import { trustDomainsAtZtunnel } from './trust-domains-at-ztunnel';
import { unsupportedTrafficType } from './unsupported-traffic-type';
import { unusedWaypoint } from './unused-waypoint';
import { virtualServiceAndRoute } from './virtual-service-and-route';
import { virtualServiceMatchLost } from './virtual-service-match-lost';
import { virtualServiceShadowed } from './virtual-service-shadowed';
import { waypointClassName } from './waypoint-class-name';
import { waypointDenied } from './waypoint-denied';
import { waypointListener } from './waypoint-listener';
import { waypointListenerKinds } from './waypoint-listener-kinds';
import { waypointName } from './waypoint-name';
import { waypointNamespaceAlone } from './waypoint-namespace-alone';
import { waypointNotAllowed } from './waypoint-not-allowed';
import { waypointNotEnforced } from './waypoint-not-enforced';
import { waypointNotFound } from './waypoint-not-found';
import { waypointNotReachable } from './waypoint-not-reachable';
import { waypointOpenToAll } from './waypoint-open-to-all';
import { workloadRunsAsWaypoint } from './workload-runs-as-waypoint';

/** All rules, by id. */
export const RULES: readonly Rule[] = [
  allowRefusesTcp, attachmentDenied, autoscalerBounds, autoscalerConflict, autoscalerTarget, autoscalerWithoutMetrics,
  canaryIgnored, canaryLabelMisplaced, canaryMixedControllers, canaryNotAttached, canaryWeight, canaryWithoutPolicies,
  classDefaultsNotRead, classDefaultsTwice, clientBypassesWaypoints, consumerDestinationRule, consumerRoute, customProviderNotFound,
  defaultsLeftOut, definedTwice, denyWiderOnTcp, deployedNameTwice, disruptionBudgetBlocksDrains, disruptionBudgetSelectsNothing,
  dynamicDnsInMesh, enrolledButNotAmbient, envoyFilterContext, envoyFilterTarget, exportToIgnored, externalAccessOpen,
  externalNameEnrolled, featureTooNew, gatewayNotDeployed, gracePeriodTooShort, headlessBypassesWaypoint,
  hostMatchesLess, ingressBypassesWaypoint, ingressLabelNotBoolean, ingressLabelOnGateway, ingressLabelWithoutWaypoint,
  invalidDataplaneMode, invalidInboundBinding, invalidMethod, invalidPrincipal, invalidWaypointFor, invalidWaypointName,
  ipBlocksAtWaypoint, istioWarns, istiodCrashes, jwtRuleWithoutAuthentication, l7AllowDeniesAll, l7DenyDoesNothing, l7PolicyDeniesMore,
  labelBeforeWaypoint, labelOnWorkload, labelPatchOverreach, labelsBreakPods, labelsRestartPods, legacyWaypointMetadata,
  metadataNotRead, namespacePruned, networkPolicyBlocksEgress, networkPolicyBlocksHbone, networkPolicyBlocksWaypoint,
  noReplicas, overlayEmpty, overlayIllegal, overlayKey, parametersNotRead, parametersUnusable, pathMatchesLess, peerAuthenticationIgnored,
  podNamesBypassWaypoint, policyPort, policyRejectedByZtunnel, policyTargetClass, policyTargetNotBound,
  policyTargetNotFound, portProtocolUndeclared, principalNotCaptured, principalWithoutAccount, referenceNotGranted,
  refusedByIstio, refusedBySchema, remoteIpBlocksAtWaypoint, rootPolicyForAll, routeBackendNotFound, routeFieldIgnored,
  routeLoop, routeLost, routeParentIsWaypoint, routeParentKind, routeParentNotEnrolled, routeParentNotFound,
  routeParentPort, routeRuleShadowed, routeSkipsPolicies, routeWithoutBackends, sandwichIgnoresConfig,
  sandwichListenerNotRead, sandwichNotCaptured, sandwichNotReachable, scrapeRefused, scrapeThroughWaypoint,
  selectorAtWaypoint, serviceEntryNeedsWaypoint, serviceEntryProtocolConflict, serviceEntryWithoutAddress,
  sidecarAndAmbient, singleReplica, subsetNotDefined, telemetryTargetIgnored, tlsRouteHost, tokenNotRequired,
  trustDomainsAtZtunnel, unsupportedTrafficType, unusedWaypoint, virtualServiceAndRoute, virtualServiceMatchLost,
  virtualServiceShadowed, waypointClassName, waypointDenied, waypointListener, waypointListenerKinds, waypointName,
  waypointNamespaceAlone, waypointNotAllowed, waypointNotEnforced, waypointNotFound, waypointNotReachable,
  waypointOpenToAll, workloadRunsAsWaypoint,
];

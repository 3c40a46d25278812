package judge

import (
	"slices"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	kind "github.com/envoyproxy/go-control-plane/envoy/type/v3"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/question"
)

// answerAction reads from the configuration of the matched route what no single answer shows: its time limit, when it tries
// again, and where it sends copies.
func answerAction(answer *question.Answer, action *route.RouteAction) error {
	if action == nil {
		return nil
	}
	answer.Timeout = action.GetTimeout().AsDuration().Milliseconds()
	answer.Retries = retriesOf(action.GetRetryPolicy())
	for _, policy := range action.GetRequestMirrorPolicies() {
		to, err := backendOf(policy.GetCluster())
		if err != nil {
			return err
		}
		answer.Mirrors = append(answer.Mirrors, question.Mirror{Backend: *to, Share: inMillion(policy.GetRuntimeFraction())})
	}
	return nil
}

func retriesOf(policy *route.RetryPolicy) *question.Retries {
	if policy == nil {
		return nil
	}
	return &question.Retries{
		Attempts:      policy.GetNumRetries().GetValue(),
		On:            policy.GetRetryOn(),
		Codes:         slices.Clone(policy.GetRetriableStatusCodes()),
		PerTryTimeout: policy.GetPerTryTimeout().AsDuration().Milliseconds(),
		Backoff:       policy.GetRetryBackOff().GetBaseInterval().AsDuration().Milliseconds(),
	}
}

const million = 1_000_000

func inMillion(fraction *core.RuntimeFractionalPercent) int {
	share := fraction.GetDefaultValue()
	switch share.GetDenominator() {
	case kind.FractionalPercent_HUNDRED:
		return int(share.GetNumerator()) * (million / 100)
	case kind.FractionalPercent_TEN_THOUSAND:
		return int(share.GetNumerator()) * (million / 10_000)
	}
	return int(share.GetNumerator())
}

package judge

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/question"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/envoy/surgery"
)

// answerOf puts together what was seen of a request.
func answerOf(name string, waypoint *surgery.Waypoint, asked question.Request, seen *observation) (*question.Answer, error) {
	answer := &question.Answer{Reached: true, Waypoint: name}
	if seen.refused {
		answer.Result = question.TLSRefused
		return answer, nil
	}
	entry, found := decisive(seen.entries)
	if !found {
		answer.Result, answer.Why = question.Reset, question.WhyClosed
		return answer, nil
	}
	switch {
	case entry.Kind == surgery.KindTCP:
		return answer, answerTCP(answer, waypoint, entry, seen)
	case seen.response != nil:
		return answer, answerHTTP(answer, waypoint, entry, asked, seen)
	case seen.sent.Proto == question.TCP || seen.sent.Proto == question.TLS:
		answer.Result, answer.Why = strconv.Itoa(entry.Code), question.WhyBadRequest
		return answer, nil
	}
	return nil, fmt.Errorf("an HTTP chain, yet no answer over HTTP: %+v", entry)
}

// decisive is the entry of the chain that took the request, if one did.
func decisive(entries []surgery.Entry) (surgery.Entry, bool) {
	for _, e := range entries {
		if e.Kind != surgery.KindListener {
			return e, true
		}
	}
	return surgery.Entry{}, false
}

// answerTCP reads the answer of a chain that passes bytes on.
func answerTCP(answer *question.Answer, waypoint *surgery.Waypoint, entry surgery.Entry, seen *observation) error {
	var err error
	if answer.DryRun, err = dryRunOf(entry.TCPPolicies); err != nil {
		return err
	}
	weights, err := weightsOf(waypoint.TCPWeights[entry.Chain])
	if err != nil {
		return err
	}
	answer.Result = question.Reset
	switch {
	case strings.HasPrefix(entry.Termination, rbacDenied):
		answer.Decided, answer.Why, err = refusalOf(entry.Termination)
		return err
	case len(weights) > 1:
		answer.Result, answer.Why, answer.Weights = question.Weighted, question.WhyWeighted, weights
		return nil
	case seen.answered:
		answer.Result, answer.Why = question.Accepted, question.WhyUpstream
		if seen.response == nil {
			answer.Backend, err = backendOf(entry.Cluster)
		}
		return err
	case strings.Contains(entry.Flags, "UH"):
		answer.Why = question.WhyNoEndpoint
		answer.Backend, err = backendOf(entry.Cluster)
		return err
	case strings.Contains(entry.Flags, "NC"):
		answer.Why = question.WhyNoCluster
		return nil
	}
	answer.Why = question.WhyClosed
	return nil
}

const rbacDenied = "rbac_access_denied_matched_policy["

// refusalOf reads the rule that refused from Envoy's words. None refused if ALLOW rules apply, and no one matched.
func refusalOf(details string) (*question.Rule, string, error) {
	id := strings.TrimSuffix(strings.TrimPrefix(details, rbacDenied), "]")
	if id == "none" {
		return nil, question.WhyNoAllow, nil
	}
	rule, err := ruleOf(id, "DENY")
	return rule, question.WhyPolicy, err
}

const (
	customPrefix = "istio-ext-authz-"
	// brokenProvider is what Istio adds to rules whose provider does not exist.
	brokenProvider = "-deny-due-to-bad-CUSTOM-action"
)

// ruleOf reads Istio's name of a rule, ns[NAMESPACE]-policy[NAME]-rule[NUMBER], of a policy with that action.
func ruleOf(id, action string) (*question.Rule, error) {
	name := strings.TrimSuffix(id, brokenProvider)
	if strings.HasPrefix(name, customPrefix) {
		action = "CUSTOM"
		name = name[strings.Index(name, "ns["):]
	}
	namespace, rest, ok1 := strings.Cut(strings.TrimPrefix(name, "ns["), "]-policy[")
	policy, number, ok2 := strings.Cut(rest, "]-rule[")
	index, err := strconv.Atoi(strings.TrimSuffix(number, "]"))
	if !ok1 || !ok2 || err != nil {
		return nil, fmt.Errorf("rule %q: expected ns[..]-policy[..]-rule[..]", id)
	}
	return &question.Rule{Action: action, Policy: namespace + "/" + policy, Rule: index}, nil
}

const (
	dryRunAllow  = "istio_dry_run_allow_"
	dryRunDeny   = "istio_dry_run_deny_"
	shadowResult = "shadow_engine_result"
	shadowPolicy = "shadow_effective_policy_id"
)

// dryRunOf reads what dry-run policies would have done, nil if none ran.
func dryRunOf(policies map[string]any) (*question.DryRun, error) {
	var run question.DryRun
	var err error
	run.Allow, _ = policies[dryRunAllow+shadowResult].(string)
	run.Deny, _ = policies[dryRunDeny+shadowResult].(string)
	if id, _ := policies[dryRunAllow+shadowPolicy].(string); id != "" {
		if run.AllowPolicy, err = ruleOf(id, "ALLOW"); err != nil {
			return nil, err
		}
	}
	if id, _ := policies[dryRunDeny+shadowPolicy].(string); id != "" {
		if run.DenyPolicy, err = ruleOf(id, "DENY"); err != nil {
			return nil, err
		}
	}
	if run == (question.DryRun{}) {
		return nil, nil
	}
	return &run, nil
}

// backendOf reads Istio's name of a cluster, direction|port|subset|host. What a waypoint serves itself has its protocol
// before the subset.
func backendOf(cluster string) (*question.Backend, error) {
	parts := strings.Split(cluster, "|")
	if len(parts) != 4 {
		return &question.Backend{Cluster: cluster}, nil
	}
	port, err := strconv.Atoi(parts[1])
	if err != nil {
		return nil, fmt.Errorf("cluster %q: expected a port", cluster)
	}
	subset := parts[2]
	if parts[0] == "inbound-vip" {
		_, subset, _ = strings.Cut(subset, "/")
	}
	return &question.Backend{Service: parts[3], Port: port, Subset: subset}, nil
}

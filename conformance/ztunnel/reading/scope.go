package reading

import (
	"sort"
	"strconv"
)

// scope says which workloads ztunnel applies a policy to.
type scope string

const (
	wholeMesh    scope = "GLOBAL"
	ownNamespace scope = "NAMESPACE"
	bySelector   scope = "WORKLOAD_SELECTOR"
	actionAllow        = "ALLOW"
	actionDeny         = "DENY"
	dryRunKey          = "istio.io/dry-run"
)

// atZtunnel tells whether ztunnel gets the policy: not with targetRefs, which is for waypoints; not as a dry run; and only
// with an action that ztunnel knows.
func (p authorizationPolicy) atZtunnel() bool {
	if p.Spec.TargetRef != nil || len(p.Spec.TargetRefs) > 0 {
		return false
	}
	if dryRun, _ := strconv.ParseBool(p.Metadata.Annotations[dryRunKey]); dryRun {
		return false
	}
	return p.action() == actionAllow || p.action() == actionDeny
}

func (p authorizationPolicy) action() string {
	if p.Spec.Action == "" {
		return actionAllow
	}
	return p.Spec.Action
}

func (p authorizationPolicy) scope(rootNamespace string) scope {
	switch {
	case p.Spec.Selector != nil:
		return bySelector
	case p.Metadata.Namespace == rootNamespace:
		return wholeMesh
	}
	return ownNamespace
}

// appliesTo tells whether the policy holds for the workload.
func (p authorizationPolicy) appliesTo(w Workload, rootNamespace string) bool {
	switch p.scope(rootNamespace) {
	case wholeMesh:
		return true
	case ownNamespace:
		return p.Metadata.Namespace == w.Namespace
	}
	near := p.Metadata.Namespace == w.Namespace || p.Metadata.Namespace == rootNamespace
	return near && selects(p.Spec.Selector.MatchLabels, w)
}

// selects tells whether Istio gives a policy with these labels in its selector to the workload. A selector without labels
// selects nothing; a workload without any label is selected by all the others, because Istio's filter
// (krt.FilterSelects) does not run for it.
func selects(wanted map[string]string, w Workload) bool {
	if len(wanted) == 0 {
		return false
	}
	return len(w.Labels) == 0 || subset(wanted, w.Labels)
}

func subset(wanted, have map[string]string) bool {
	for key, value := range wanted {
		if got, found := have[key]; !found || got != value {
			return false
		}
	}
	return true
}

// older orders objects by age, and those of one age by name.
func older(a, b metadata) bool {
	if !a.CreationTimestamp.Equal(b.CreationTimestamp) {
		return a.CreationTimestamp.Before(b.CreationTimestamp)
	}
	return a.key() < b.key()
}

func oldest(policies []peerAuthentication) *peerAuthentication {
	if len(policies) == 0 {
		return nil
	}
	sort.Slice(policies, func(i, j int) bool { return older(policies[i].Metadata, policies[j].Metadata) })
	return &policies[0]
}

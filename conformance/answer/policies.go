package answer

import (
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pkg/workloadapi/security"
)

// policies answers for each AuthorizationPolicy: the conditions that istiod writes.
func (w *writer) policies() (Record, error) {
	all := Record{}
	for name := range w.ofKind("security.istio.io", "AuthorizationPolicy") {
		all["AuthorizationPolicy/"+name] = Record{"conditions": Record{}}
	}
	targeted, err := w.istiod.WaypointPolicies()
	if err != nil {
		return nil, err
	}
	for _, policy := range targeted {
		record := all[join("AuthorizationPolicy", policy.Source.Namespace, policy.Source.Name)].(Record)
		record["targetRefs"] = targetRefs(policy)
		merge(record, policy.GetConditions(nil))
	}
	derived, err := w.istiod.DerivedPolicies()
	if err != nil {
		return nil, err
	}
	var refused []Record
	for _, policy := range derived {
		record := all[join("AuthorizationPolicy", policy.Source.Namespace, policy.Source.Name)].(Record)
		merge(record, policy.GetConditions(nil))
		if policy.Authorization == nil {
			refused = append(refused, record)
		}
	}
	// All refused policies have one key in istiod: one of them, by chance, gets its condition.
	if len(refused) > 1 {
		for _, record := range refused {
			delete(record["conditions"].(Record), string(model.ZtunnelAccepted))
			record["undetermined"] = []model.ConditionType{model.ZtunnelAccepted}
		}
	}
	return all, nil
}

func merge(record Record, set model.ConditionSet) {
	for name, condition := range conditions(set) {
		record["conditions"].(Record)[name] = condition
	}
}

func targetRefs(policy model.WaypointPolicyStatus) []Record {
	var all []Record
	for _, target := range policy.Conditions {
		record := Record{"ancestor": target.Ancestor, "bound": target.Bound}
		explain(record, target.Status)
		all = append(all, record)
	}
	return all
}

// ztunnelPolicies are the policies that ztunnel gets.
func (w *writer) ztunnelPolicies() Record {
	all := Record{}
	for _, policy := range w.istiod.ZtunnelPolicies() {
		authorization := policy.Authorization
		if authorization == nil {
			continue
		}
		record := Record{"scope": authorization.Scope.String(), "action": authorization.Action.String(), "empty": isEmpty(authorization)}
		if len(policy.LabelSelector.Labels) > 0 {
			record["selector"] = policy.LabelSelector.Labels
		}
		all[join(authorization.Namespace, authorization.Name)] = record
	}
	return all
}

func isEmpty(authorization *security.Authorization) bool {
	return len(authorization.GetGroups()) == 0
}

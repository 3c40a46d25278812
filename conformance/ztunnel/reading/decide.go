package reading

import "sort"

// Verdicts and their reasons.
const (
	Allow = "allow"
	Deny  = "deny"
	// NotCaptured: no ztunnel guards the workload, so that no policy holds there.
	NotCaptured = "not-captured"
	// UnknownWorkload: the mesh has no such workload.
	UnknownWorkload = "unknown-workload"

	WhyDenied     = "denied-by-policy"
	WhyNoAllow    = "no-allow-policy-matches"
	WhyAllowed    = "allowed-by-policy"
	WhyNoPolicies = "no-allow-policies"
)

// Match names a policy that matched, as namespace/name, and its rule.
type Match struct {
	Policy string `json:"policy"`
	// Rule is the index of the first rule that matched, in the order of the manifest. Policies made from a PeerAuthentication
	// have none.
	Rule *int `json:"rule,omitempty"`
}

// Answer is what ztunnel does with a connection.
type Answer struct {
	ID      string `json:"id,omitempty"`
	Verdict string `json:"verdict"`
	Why     string `json:"why,omitempty"`
	// Matches are all policies with that effect, by name: which of several ztunnel meets first is left to chance.
	Matches []Match `json:"matches,omitempty"`
}

// Decide answers for one connection: a DENY policy that matches refuses it; else it may pass if no ALLOW policy holds for the
// workload, or if one of them matches.
func (m *Mesh) Decide(c Connection) Answer {
	c = c.normalised()
	w, found := m.workloads[c.To]
	if !found {
		return Answer{ID: c.ID, Verdict: UnknownWorkload}
	}
	if !m.captured(w) {
		return Answer{ID: c.ID, Verdict: NotCaptured}
	}
	if denying := m.denying(w, c); len(denying) > 0 {
		return Answer{ID: c.ID, Verdict: Deny, Why: WhyDenied, Matches: denying}
	}
	applying, allowing := m.allowing(w, c)
	switch {
	case applying == 0:
		return Answer{ID: c.ID, Verdict: Allow, Why: WhyNoPolicies}
	case len(allowing) > 0:
		return Answer{ID: c.ID, Verdict: Allow, Why: WhyAllowed, Matches: allowing}
	}
	return Answer{ID: c.ID, Verdict: Deny, Why: WhyNoAllow}
}

func (m *Mesh) denying(w Workload, c Connection) []Match {
	var matches []Match
	for _, p := range m.policiesFor(w, actionDeny) {
		for i, r := range p.Spec.Rules {
			if r.holds(c, p.Metadata.Namespace) {
				matches = append(matches, Match{Policy: p.Metadata.key(), Rule: &i})
				break
			}
		}
	}
	for _, d := range m.peerDenials(w) {
		if d.holds(c) {
			matches = append(matches, Match{Policy: d.key})
		}
	}
	return sorted(matches)
}

// allowing returns how many ALLOW policies hold for the workload, and those that match. A rule with anything of L7 is left out
// of an ALLOW policy, while the policy stays.
func (m *Mesh) allowing(w Workload, c Connection) (applying int, matches []Match) {
	for _, p := range m.policiesFor(w, actionAllow) {
		applying++
		for i, r := range p.Spec.Rules {
			if !r.hasL7() && r.holds(c, p.Metadata.Namespace) {
				matches = append(matches, Match{Policy: p.Metadata.key(), Rule: &i})
				break
			}
		}
	}
	return applying, sorted(matches)
}

func (m *Mesh) policiesFor(w Workload, action string) []authorizationPolicy {
	var found []authorizationPolicy
	for _, p := range m.policies {
		if p.atZtunnel() && p.action() == action && p.appliesTo(w, m.rootNamespace) {
			found = append(found, p)
		}
	}
	return found
}

func sorted(matches []Match) []Match {
	sort.Slice(matches, func(i, j int) bool { return matches[i].Policy < matches[j].Policy })
	return matches
}

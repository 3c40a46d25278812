package reading

import (
	"slices"
	"sort"
)

const (
	modeStrict     = "STRICT"
	modePermissive = "PERMISSIVE"
	modeDisable    = "DISABLE"

	staticStrict    = "istio_converted_static_strict"
	convertedPrefix = "converted_peer_authentication_"
)

// peerDenial refuses peers without identity: what istiod makes of PeerAuthentications for ztunnel.
type peerDenial struct {
	// key is the policy's name at ztunnel: namespace/name.
	key string
	// ports are refused in any case.
	ports []uint32
	// others: every port but those in except is refused too.
	others bool
	except []uint32
}

func (d peerDenial) holds(c Connection) bool {
	if c.From != "" {
		return false
	}
	number := uint32(c.Port)
	return slices.Contains(d.ports, number) || d.others && !slices.Contains(d.except, number)
}

func mode(m *mtls) string {
	if m == nil || m.Mode == "" {
		return "UNSET"
	}
	return m.Mode
}

func (p peerAuthentication) mode() string { return mode(p.Spec.MTLS) }

// modeOf is the mode of a policy that may not exist.
func modeOf(p *peerAuthentication) string {
	if p == nil {
		return "UNSET"
	}
	return p.mode()
}

// peerDenials are the policies made from PeerAuthentications that hold for the workload: the one of the oldest PeerAuthentication
// that selects it, if its port-level modes matter, and the static strict one if the workload is STRICT without exceptions. It
// mirrors istiod's convertedSelectorPeerAuthentications.
//
// It keeps to what istiod does, which is not always what the documentation of PeerAuthentication says:
//   - a port-level STRICT is left out if the mesh is STRICT and the namespace leaves the mode open, even if the workload's own mode
//     is PERMISSIVE, and then nothing refuses that port;
//   - a port-level PERMISSIVE under a namespace policy that leaves the mode open is left out though the mesh is STRICT, while
//     the static strict policy is withheld for its sake: then nothing refuses any port;
//   - a port-level DISABLE of a workload that leaves its own mode open is no exception from an inherited STRICT.
func (m *Mesh) peerDenials(w Workload) []peerDenial {
	var denials []peerDenial
	strict, own := m.peerMode(w)
	if own != nil && own.portsMatter(strict) {
		if denial := m.portDenial(*own); denial != nil {
			denials = append(denials, *denial)
		}
		strict = false
	}
	if strict {
		denials = append(denials, peerDenial{key: m.rootNamespace + "/" + staticStrict, others: true})
	}
	return denials
}

// portsMatter tells whether one of the port-level modes differs from the mode of the workload as istiod sees it.
func (p peerAuthentication) portsMatter(strict bool) bool {
	if strict {
		return p.excepts()
	}
	for _, m := range p.Spec.PortLevelMTLS {
		if mode(&m) == modeStrict {
			return true
		}
	}
	return false
}

// portDenial mirrors istiod's convertPeerAuthentication: only a PeerAuthentication with a selector and port-level modes,
// outside the root namespace, becomes a policy of its own, and only if its ports differ from what holds without them.
func (m *Mesh) portDenial(p peerAuthentication) *peerDenial {
	if p.Metadata.Namespace == m.rootNamespace || p.Spec.Selector == nil || len(p.Spec.PortLevelMTLS) == 0 {
		return nil
	}
	ofNamespace := m.oldestWithoutSelector(p.Metadata.Namespace)
	ofMesh := m.oldestWithoutSelector(m.rootNamespace)
	parentStrict := strictAbove(p, ofNamespace, ofMesh)
	exceptionsCount := exceptionsCount(p, ofNamespace, ofMesh)

	denial := peerDenial{key: p.Metadata.Namespace + "/" + convertedPrefix + p.Metadata.Name}
	for number, m := range p.Spec.PortLevelMTLS {
		switch mode(&m) {
		case modeStrict:
			if !parentStrict {
				denial.ports = append(denial.ports, number)
			}
		case modePermissive, modeDisable:
			if exceptionsCount {
				denial.others = true
				denial.except = append(denial.except, number)
			}
		}
	}
	if len(denial.ports) == 0 && !denial.others {
		return nil
	}
	sort.Slice(denial.ports, func(i, j int) bool { return denial.ports[i] < denial.ports[j] })
	sort.Slice(denial.except, func(i, j int) bool { return denial.except[i] < denial.except[j] })
	return &denial
}

// strictAbove tells whether istiod takes a port-level STRICT as already enforced by the mode around it.
func strictAbove(p peerAuthentication, ofNamespace, ofMesh *peerAuthentication) bool {
	if p.mode() == modeStrict {
		return true
	}
	if p.mode() == "UNSET" && modeOf(ofNamespace) == modeStrict {
		return true
	}
	return modeOf(ofNamespace) == "UNSET" && modeOf(ofMesh) == modeStrict
}

// exceptionsCount tells whether a port-level PERMISSIVE or DISABLE is an exception from anything.
func exceptionsCount(p peerAuthentication, ofNamespace, ofMesh *peerAuthentication) bool {
	switch p.mode() {
	case modeStrict:
		return true
	case modePermissive, modeDisable:
		return false
	}
	if ofNamespace != nil {
		return ofNamespace.mode() == modeStrict
	}
	return modeOf(ofMesh) == modeStrict
}

func (m *Mesh) oldestWithoutSelector(namespace string) *peerAuthentication {
	var found []peerAuthentication
	for _, p := range m.peers {
		if p.Metadata.Namespace == namespace && p.Spec.Selector == nil {
			found = append(found, p)
		}
	}
	return oldest(found)
}

// peerMode finds whether the workload is STRICT, port-level modes aside: the mode of the mesh, then of the namespace, then of the
// oldest policy that selects it, which is returned too.
func (m *Mesh) peerMode(w Workload) (strict bool, own *peerAuthentication) {
	var ofMesh, ofNamespace, ofWorkload []peerAuthentication
	for _, p := range m.peers {
		inRoot := p.Metadata.Namespace == m.rootNamespace
		everybody := p.Spec.Selector == nil || len(p.Spec.Selector.MatchLabels) == 0
		switch {
		case inRoot && p.Spec.Selector == nil:
			ofMesh = append(ofMesh, p)
		case p.Metadata.Namespace != w.Namespace:
		case inRoot && everybody:
			ofMesh = append(ofMesh, p)
		case everybody:
			ofNamespace = append(ofNamespace, p)
		case !inRoot && subset(p.Spec.Selector.MatchLabels, w.Labels):
			ofWorkload = append(ofWorkload, p)
		}
	}
	strict = modeOf(oldest(ofMesh)) == modeStrict
	if around := modeOf(oldest(ofNamespace)); around != "UNSET" {
		strict = around == modeStrict
	}
	own = oldest(ofWorkload)
	if modeOf(own) != "UNSET" {
		strict = own.mode() == modeStrict
	}
	return strict, own
}

// excepts tells whether one of the port-level modes keeps istiod from enforcing STRICT on all ports. If the policy leaves its
// own mode open, only PERMISSIVE does.
func (p peerAuthentication) excepts() bool {
	for _, m := range p.Spec.PortLevelMTLS {
		switch mode(&m) {
		case modePermissive:
			return true
		case modeDisable:
			if p.mode() != "UNSET" {
				return true
			}
		}
	}
	return false
}

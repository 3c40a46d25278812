package mesh

import (
	"fmt"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/admission"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
)

// Mode says when a Gateway can be used as a waypoint.
type Mode string

const (
	// Assume is for manifests in Git: a Gateway can be used if istiod would deploy it.
	Assume Mode = "assume"
	// Status is for a cluster: a Gateway can be used if its status has an address.
	Status Mode = "status"
)

// RootNamespace is Istio's root namespace in every mesh.
const RootNamespace = "istio-system"

// Options of Load.
type Options struct {
	Mode    Mode
	Checker *admission.Checker
	// Unchecked takes in objects that a cluster would refuse.
	Unchecked bool
}

// Rejection is why an object is not in the mesh.
type Rejection struct {
	By     string   `json:"by"` // "schema" or "webhook"
	Errors []string `json:"errors"`
}

// Mesh is what a cluster holds after files were applied to it.
type Mesh struct {
	Mode Mode
	// Objects are all objects, those that were added among them.
	Objects []*manifest.Object
	// Rejected are the objects that the cluster refused.
	Rejected map[manifest.Key]Rejection
	// Generated are the Services and Pods that istiod would deploy, with the Gateway that each is for.
	Generated map[manifest.Key]manifest.Key
}

// Load makes a mesh of the objects of some files. It changes the objects.
func Load(objects []*manifest.Object, options Options) (*Mesh, error) {
	m := &Mesh{Mode: options.Mode, Rejected: map[manifest.Key]Rejection{}, Generated: map[manifest.Key]manifest.Key{}}
	if err := m.admit(objects, options); err != nil {
		return nil, err
	}
	if err := m.addCertificates(); err != nil {
		return nil, err
	}
	m.addCluster()
	addresses := m.addAddresses()
	if m.Mode == Assume {
		if err := m.deploy(addresses); err != nil {
			return nil, err
		}
	}
	m.addEndpoints()
	if m.Mode == Assume {
		if err := m.addGatewayAddresses(); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// admit keeps the objects that a cluster takes. Of two with one name the later one wins, as with kubectl apply.
func (m *Mesh) admit(objects []*manifest.Object, options Options) error {
	checker := options.Checker
	position := map[manifest.Key]int{}
	for _, o := range objects {
		checker.Place(o)
		key := manifest.KeyOf(o)
		verdict, err := checker.Create(o)
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		if by, errs := verdict.Refused(); by != "" && !options.Unchecked {
			m.Rejected[key] = Rejection{by, errs}
			continue
		}
		if at, again := position[key]; again {
			m.Objects[at] = o
			continue
		}
		position[key] = len(m.Objects)
		m.Objects = append(m.Objects, o)
	}
	return nil
}

// find returns the object with that key, or nil.
func (m *Mesh) find(key manifest.Key) *manifest.Object {
	for _, o := range m.Objects {
		if manifest.KeyOf(o) == key {
			return o
		}
	}
	return nil
}

// ofKind returns the objects of a group and kind, in order.
func (m *Mesh) ofKind(group, kind string) []*manifest.Object {
	var found []*manifest.Object
	for _, o := range m.Objects {
		if manifest.Is(o, group, kind) {
			found = append(found, o)
		}
	}
	return found
}

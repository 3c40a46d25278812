package mesh

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/admission"
	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
)

func load(t *testing.T, mode Mode) *Mesh {
	t.Helper()
	checker, err := admission.NewChecker()
	if err != nil {
		t.Fatal(err)
	}
	objects, errs := manifest.ReadFile("testdata/shop.yaml")
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	m, err := Load(objects, Options{Checker: checker, Mode: mode})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func run(t *testing.T, m *Mesh, f func(*Istiod) error) {
	t.Helper()
	if err := m.Run(f); err != nil {
		t.Fatal(err)
	}
}

func TestRefusedObjectsAreLeftOut(t *testing.T) {
	m := load(t, Status)
	key := manifest.Key{Group: "security.istio.io", Kind: "AuthorizationPolicy", Namespace: "shop", Name: "refused"}
	if m.Rejected[key].By != "webhook" || m.find(key) != nil {
		t.Errorf("rejected: %v", m.Rejected)
	}
}

func TestNothingIsDeployedInModeStatus(t *testing.T) {
	run(t, load(t, Status), func(istiod *Istiod) error {
		if found := istiod.Waypoints(); len(found) > 0 {
			t.Errorf("waypoints without an address: %v", found)
		}
		return nil
	})
}

func TestAWaypointServesAndRoutes(t *testing.T) {
	run(t, load(t, Assume), func(istiod *Istiod) error {
		if err := istiod.Settle(); err != nil {
			return err
		}
		proxy, err := istiod.Proxy(istiod.Waypoints()[0])
		if err != nil {
			return err
		}
		if listeners := fmt.Sprint(istiod.Listeners(proxy)); proxy.Type != "waypoint" || !strings.Contains(listeners, "/cart") {
			t.Errorf("the %s proxy has no route for /cart: %s", proxy.Type, listeners)
		}
		for _, service := range istiod.Services() {
			if service.Service.Name == "cart" && service.Waypoint.ResourceName != "shop/waypoint" {
				t.Errorf("cart is served by %q", service.Waypoint.ResourceName)
			}
		}
		statuses, err := istiod.Statuses()
		if err != nil {
			return err
		}
		route := manifest.Key{Group: gatewayAPI, Kind: "HTTPRoute", Namespace: "shop", Name: "cart"}
		if parents := statuses.Routes[route]; len(parents) != 1 || parents[0].Conditions[0].Type == "" {
			t.Errorf("parents: %v", parents)
		}
		return nil
	})
}

func TestPoliciesOfOtherRevisionsAreNotSeen(t *testing.T) {
	run(t, load(t, Status), func(istiod *Istiod) error {
		policies, err := istiod.WaypointPolicies()
		if err != nil {
			return err
		}
		if len(policies) != 1 || policies[0].Source.Name != "waypoint-only" {
			t.Errorf("policies of waypoints: %v", policies)
		}
		for _, policy := range istiod.ZtunnelPolicies() {
			t.Errorf("ztunnel gets %s", policy.Source.Name)
		}
		return nil
	})
}

func TestASecondMeshKeepsNothingOfTheFirst(t *testing.T) {
	m := load(t, Assume)
	for range 2 {
		run(t, m, func(istiod *Istiod) error {
			if len(istiod.Waypoints()) != 1 || len(istiod.Workloads()) != 2 {
				t.Errorf("%v, %d workloads", istiod.Waypoints(), len(istiod.Workloads()))
			}
			return nil
		})
	}
}

func TestAMeshWithoutServices(t *testing.T) {
	checker, err := admission.NewChecker()
	if err != nil {
		t.Fatal(err)
	}
	m, err := Load(nil, Options{Mode: Assume, Checker: checker})
	if err != nil {
		t.Fatal(err)
	}
	run(t, m, func(istiod *Istiod) error { return nil })
}

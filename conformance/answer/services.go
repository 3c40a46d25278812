package answer

import (
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pkg/config/schema/kind"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/manifest"
)

// services answers for service traffic to the Services of the files, or to the generated ones.
func (w *writer) services(generated bool) Record {
	infos := map[string]model.ServiceInfo{}
	for _, info := range w.istiod.Services() {
		if info.Source.Kind == kind.Service {
			infos[info.Source.NamespacedName.String()] = info
		}
	}
	all := Record{}
	for name, service := range w.ofKind("", "Service") {
		if w.isGenerated(manifest.KeyOf(service)) != generated {
			continue
		}
		record := notInAmbient()
		if info, found := infos[name]; found {
			record = w.service(info)
		}
		if ip, _, _ := unstructured.NestedString(service.Object, "spec", "clusterIP"); ip == "None" {
			record["headless"] = true
		}
		all[name] = record
	}
	return all
}

// serviceEntries answers for service traffic to ServiceEntries: all hosts of one share the answer.
func (w *writer) serviceEntries() Record {
	owned := map[string]map[string]model.ServiceInfo{}
	for _, info := range w.istiod.Services() {
		if info.Source.Kind != kind.ServiceEntry {
			continue
		}
		name := info.Source.NamespacedName.String()
		if owned[name] == nil {
			owned[name] = map[string]model.ServiceInfo{}
		}
		owned[name][info.Service.Hostname] = info
	}
	all := Record{}
	for name, entry := range w.ofKind("networking.istio.io", "ServiceEntry") {
		record := notInAmbient()
		var others []string
		hosts, _, _ := unstructured.NestedStringSlice(entry.Object, "spec", "hosts")
		for _, host := range hosts {
			if _, found := owned[name][host]; !found {
				others = append(others, host)
			}
		}
		for _, info := range owned[name] {
			record = w.service(info)
			break
		}
		if len(others) > 0 && len(owned[name]) > 0 {
			record["hostsOwnedByOthers"] = sorted(others)
		}
		all[name] = record
	}
	return all
}

func notInAmbient() Record {
	return Record{"conditions": Record{}, "notInAmbient": true, "waypoint": nil}
}

func (w *writer) service(info model.ServiceInfo) Record {
	binding := info.Waypoint
	record := Record{
		"conditions":         conditions(info.GetConditions(nil)),
		"ingressUseWaypoint": binding.IngressUseWaypoint,
		"waypoint":           nullable(binding.ResourceName),
		"weightedWaypoints":  w.weighted(info),
	}
	switch {
	case binding.ResourceName == "":
		explain(record, binding.Error)
	case binding.Error != nil:
		canary := Record{}
		explain(canary, binding.Error)
		record["canary"] = canary
	}
	if binding.ResourceName != "" && info.Service.GetWaypoint() == nil {
		record["bypass"] = true
	}
	return record
}

// weighted lists primary and canary, or is null where the primary is alone. A canary without usable address has no name.
func (w *writer) weighted(info model.ServiceInfo) any {
	var all []Record
	for i, weighted := range info.Service.GetWeightedWaypoints() {
		name, _ := w.nameOf(weighted.GetDestination())
		if i == 0 {
			name = info.Waypoint.ResourceName
		}
		all = append(all, Record{"waypoint": name, "weight": weighted.GetWeight()})
	}
	if all == nil {
		return nil
	}
	return all
}

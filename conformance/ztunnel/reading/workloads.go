package reading

import "fmt"

// Workload is something that ztunnel may guard: a pod, a WorkloadEntry or an endpoint of a ServiceEntry.
type Workload struct {
	// Key names it: Pod/ns/name, WorkloadEntry/ns/name, ServiceEntry/ns/name/address (or host, without endpoints).
	Key       string
	Namespace string
	// Labels are those that selectors are compared with: of a ServiceEntry's endpoint the ServiceEntry's own.
	Labels map[string]string

	pod *podTemplate
}

func (m *Mesh) addPod(pod podTemplate) {
	m.addWorkload(Workload{Key: "Pod/" + pod.Metadata.key(), Namespace: pod.Metadata.Namespace, Labels: pod.Metadata.Labels, pod: &pod})
}

// addPodSet adds one pod, NAME-0, for all pods of the set: they differ in nothing that counts here.
func (m *Mesh) addPodSet(set podSet) {
	if set.Spec.Replicas != nil && *set.Spec.Replicas == 0 {
		return
	}
	pod := set.Spec.Template
	pod.Metadata.Namespace = set.Metadata.Namespace
	pod.Metadata.Name = set.Metadata.Name + "-0"
	m.addPod(pod)
}

func (m *Mesh) addWorkloadEntry(entry named) {
	if inRevision(entry.Metadata) {
		m.addWorkload(Workload{Key: "WorkloadEntry/" + entry.Metadata.key(), Namespace: entry.Metadata.Namespace, Labels: entry.Metadata.Labels})
	}
}

func (m *Mesh) addServiceEntry(entry serviceEntry) {
	if !inRevision(entry.Metadata) {
		return
	}
	addresses := entry.Spec.Hosts
	if len(entry.Spec.Endpoints) > 0 {
		addresses = nil
		for _, endpoint := range entry.Spec.Endpoints {
			addresses = append(addresses, endpoint.Address)
		}
	}
	for _, address := range addresses {
		m.addWorkload(Workload{
			Key:       fmt.Sprintf("ServiceEntry/%s/%s", entry.Metadata.key(), address),
			Namespace: entry.Metadata.Namespace,
			Labels:    entry.Metadata.Labels,
		})
	}
}

func (m *Mesh) addWorkload(w Workload) { m.workloads[w.Key] = w }

// captured tells whether a ztunnel guards the workload. A pod is captured if its own label says ambient, or its namespace's
// does and its own does not say none; never on the host's network, and never with a sidecar. Of other workloads the manifests
// do not tell, and they are taken as captured.
func (m *Mesh) captured(w Workload) bool {
	if w.pod == nil {
		return true
	}
	if _, sidecar := w.pod.Metadata.Annotations["sidecar.istio.io/status"]; sidecar || w.pod.Spec.HostNetwork {
		return false
	}
	const mode = "istio.io/dataplane-mode"
	own := w.Labels[mode]
	return own == "ambient" || own != "none" && m.namespaces[w.Namespace].Labels[mode] == "ambient"
}

// Package mesh turns Kubernetes YAML into a running istiod, in memory, without a cluster: the base of the judges.
//
//	checker, err := admission.NewChecker()                      // once: the CRDs, about a second
//	objects, errs := manifest.ReadFile("mesh.yaml")
//	m, err := mesh.Load(objects, mesh.Options{Checker: checker, Mode: mesh.Assume})
//	err = m.Run(func(istiod *mesh.Istiod) error {                  // starts istiod, stops it afterwards
//		if err := istiod.Settle(); err != nil { return err }       // only for the configuration of proxies
//		for _, waypoint := range istiod.Waypoints() {
//			proxy, err := istiod.Proxy(waypoint)                   // a *model.Proxy: the pod of that waypoint
//			listeners := istiod.Listeners(proxy)                   // as are Clusters, RoutesFromListeners, Endpoints
//		}
//		return nil
//	})
//
// Load does what an API server and a cluster would do to the files:
//
//   - It leaves out objects that the API server or Istio's webhook refuses (Mesh.Rejected), fills in the defaults of the
//     CRDs, and converts to the version that Istio reads. Kinds that nothing here reads are left out silently.
//   - It adds namespaces that objects live in, istio-system, the label kubernetes.io/metadata.name, Istio's
//     GatewayClasses, and one creation time for all but ServiceEntries, which get theirs in the order of their names.
//   - It gives addresses to Services (10.96.0.0/16, in the order of the documents, from 10.96.0.11; load balancers also
//     one of 198.18.0.0/16), to Pods
//     (10.244.0.0/16) and to hosts of ServiceEntries that istiod would give one (240.240.0.0/16).
//   - It adds the Secrets with certificates that listeners of Gateways name.
//   - It adds a ready Pod NAME-0 for each Deployment, StatefulSet and DaemonSet with replicas, EndpointSlices by selector,
//     and the annotation of the CNI agent to captured Pods.
//   - Mode Assume: it runs Istio's deployment controller, adds the Service and one ready Pod for each Gateway that the
//     controller deploys (Mesh.Generated), and takes the addresses that the gateway controller then computes. Mode Status
//     deploys nothing: only a Gateway whose status has addresses is a waypoint.
//
// Run starts Istio's discovery server, ambient index and gateway controller over the objects, and waits until they are
// done: what is read from an Istiod does not change any more.
//
// Istio keeps global state (feature flags, debug handlers): run one mesh at a time in a process. A crash in Istio's
// goroutines ends the process; the judges run meshes in child processes for that reason.
package mesh

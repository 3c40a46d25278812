package reading

import "time"

// metadata is the part of an object's metadata that decides something at ztunnel.
type metadata struct {
	Name              string            `json:"name"`
	Namespace         string            `json:"namespace"`
	Labels            map[string]string `json:"labels"`
	Annotations       map[string]string `json:"annotations"`
	CreationTimestamp time.Time         `json:"creationTimestamp"`
}

func (m metadata) key() string { return m.Namespace + "/" + m.Name }

// selector is Istio's workload selector. A selector without labels is not the same as none.
type selector struct {
	MatchLabels map[string]string `json:"matchLabels"`
}

// authorizationPolicy is an AuthorizationPolicy as written.
type authorizationPolicy struct {
	Metadata metadata `json:"metadata"`
	Spec     struct {
		Selector   *selector   `json:"selector"`
		TargetRef  *targetRef  `json:"targetRef"`
		TargetRefs []targetRef `json:"targetRefs"`
		Action     string      `json:"action"`
		Rules      []rule      `json:"rules"`
	} `json:"spec"`
}

type targetRef struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

type rule struct {
	From []struct {
		Source *source `json:"source"`
	} `json:"from"`
	To []struct {
		Operation *operation `json:"operation"`
	} `json:"to"`
	When []condition `json:"when"`
}

type source struct {
	Principals           []string `json:"principals"`
	NotPrincipals        []string `json:"notPrincipals"`
	RequestPrincipals    []string `json:"requestPrincipals"`
	NotRequestPrincipals []string `json:"notRequestPrincipals"`
	Namespaces           []string `json:"namespaces"`
	NotNamespaces        []string `json:"notNamespaces"`
	ServiceAccounts      []string `json:"serviceAccounts"`
	NotServiceAccounts   []string `json:"notServiceAccounts"`
	IPBlocks             []string `json:"ipBlocks"`
	NotIPBlocks          []string `json:"notIpBlocks"`
	RemoteIPBlocks       []string `json:"remoteIpBlocks"`
	NotRemoteIPBlocks    []string `json:"notRemoteIpBlocks"`
}

type operation struct {
	Hosts      []string `json:"hosts"`
	NotHosts   []string `json:"notHosts"`
	Ports      []string `json:"ports"`
	NotPorts   []string `json:"notPorts"`
	Methods    []string `json:"methods"`
	NotMethods []string `json:"notMethods"`
	Paths      []string `json:"paths"`
	NotPaths   []string `json:"notPaths"`
}

type condition struct {
	Key       string   `json:"key"`
	Values    []string `json:"values"`
	NotValues []string `json:"notValues"`
}

// peerAuthentication is a PeerAuthentication as written.
type peerAuthentication struct {
	Metadata metadata `json:"metadata"`
	Spec     struct {
		Selector      *selector       `json:"selector"`
		MTLS          *mtls           `json:"mtls"`
		PortLevelMTLS map[uint32]mtls `json:"portLevelMtls"`
	} `json:"spec"`
}

type mtls struct {
	Mode string `json:"mode"`
}

// podTemplate is what a Pod and the template of a Deployment, StatefulSet or DaemonSet have in common.
type podTemplate struct {
	Metadata metadata `json:"metadata"`
	Spec     struct {
		HostNetwork bool `json:"hostNetwork"`
	} `json:"spec"`
}

// podSet is a Deployment, StatefulSet or DaemonSet.
type podSet struct {
	Metadata metadata `json:"metadata"`
	Spec     struct {
		Replicas *int        `json:"replicas"`
		Template podTemplate `json:"template"`
	} `json:"spec"`
}

// serviceEntry is a ServiceEntry: its endpoints, or its hosts if it has none, are workloads.
type serviceEntry struct {
	Metadata metadata `json:"metadata"`
	Spec     struct {
		Hosts     []string `json:"hosts"`
		Endpoints []struct {
			Address string `json:"address"`
		} `json:"endpoints"`
	} `json:"spec"`
}

// named is an object of which only the name and the labels count: a Namespace or a WorkloadEntry.
type named struct {
	Metadata metadata `json:"metadata"`
}

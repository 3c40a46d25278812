package reading

// hasL7 tells whether a rule asks for anything that ztunnel can't see: everything but principals, namespaces, service
// accounts, IP blocks and ports, and the conditions about them.
func (r rule) hasL7() bool {
	for _, from := range r.From {
		if from.Source != nil && from.Source.hasL7() {
			return true
		}
	}
	for _, to := range r.To {
		if to.Operation != nil && to.Operation.hasL7() {
			return true
		}
	}
	for _, when := range r.When {
		if when.hasL7() {
			return true
		}
	}
	return false
}

func (s source) hasL7() bool {
	return anyEntry(s.RequestPrincipals, s.NotRequestPrincipals, s.RemoteIPBlocks, s.NotRemoteIPBlocks)
}

func (o operation) hasL7() bool {
	return anyEntry(o.Hosts, o.NotHosts, o.Methods, o.NotMethods, o.Paths, o.NotPaths)
}

func (c condition) hasL7() bool {
	switch c.Key {
	case "source.ip", "source.namespace", "source.principal", "destination.ip", "destination.port":
		return false
	}
	return true
}

// anyEntry tells whether one of the lists has an entry.
func anyEntry(lists ...[]string) bool {
	for _, list := range lists {
		if len(list) > 0 {
			return true
		}
	}
	return false
}

package surgery

import (
	"errors"
	"fmt"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
)

// operateOuter prepares the listener that takes tunnels: on a loopback port, with the certificates of this run, and with the
// caller's address in front.
func operateOuter(l *listener.Listener, options Options) error {
	l.Address = loopback(0)
	l.AdditionalAddresses = nil
	l.ListenerFilters = append([]*listener.ListenerFilter{callerInFront()}, l.ListenerFilters...)
	l.AccessLog = nil
	for _, chain := range l.FilterChains {
		if err := replaceCertificates(chain, options); err != nil {
			return err
		}
		if err := operateFilters(chain, chainOptions{tunnel: true, options: options}); err != nil {
			return err
		}
	}
	return nil
}

// operateInner prepares the listener that decides, and returns what the names in its access log stand for.
func operateInner(l *listener.Listener, options Options) (Tables, error) {
	l.AccessLog = accessLog(KindListener, "", requestOfTunnel)
	tables := newTables()
	for _, chain := range l.FilterChains {
		if err := operateFilters(chain, chainOptions{name: chain.Name, tables: tables, options: options}); err != nil {
			return Tables{}, fmt.Errorf("chain %s: %w", chain.Name, err)
		}
	}
	return tables, nil
}

// replaceCertificates gives the listener its certificates directly, where istiod names a server that hands them out.
func replaceCertificates(chain *listener.FilterChain, options Options) error {
	packed := chain.GetTransportSocket().GetTypedConfig()
	if packed == nil {
		return errors.New("no TLS")
	}
	return edit(packed, &tls.DownstreamTlsContext{}, func(context *tls.DownstreamTlsContext) error {
		common := context.CommonTlsContext
		validation := common.GetCombinedValidationContext().GetDefaultValidationContext()
		if validation == nil {
			return errors.New("TLS without rules for the callers' names")
		}
		validation.TrustedCa = inline(options.Root)
		common.ValidationContextType = &tls.CommonTlsContext_ValidationContext{ValidationContext: validation}
		common.TlsCertificateSdsSecretConfigs = nil
		common.TlsCertificates = []*tls.TlsCertificate{{CertificateChain: inline(options.Certificate), PrivateKey: inline(options.Key)}}
		return nil
	})
}

func inline(pem []byte) *core.DataSource {
	return &core.DataSource{Specifier: &core.DataSource_InlineBytes{InlineBytes: pem}}
}

func loopback(port int) *core.Address {
	return &core.Address{Address: &core.Address_SocketAddress{SocketAddress: &core.SocketAddress{
		Address:       "127.0.0.1",
		PortSpecifier: &core.SocketAddress_PortValue{PortValue: uint32(port)},
	}}}
}

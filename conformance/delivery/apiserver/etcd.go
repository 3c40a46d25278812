package apiserver

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"path/filepath"

	"go.etcd.io/etcd/server/v3/embed"
)

// startEtcd starts etcd on free ports of the loopback device and returns its address. It ends with close.
func startEtcd(ctx context.Context, folder string) (address string, close func(), err error) {
	client, err := freeAddress()
	if err != nil {
		return "", nil, err
	}
	peer, err := freeAddress()
	if err != nil {
		return "", nil, err
	}
	config := embed.NewConfig()
	config.Dir = filepath.Join(folder, "etcd")
	config.LogOutputs = []string{filepath.Join(folder, "etcd.log")}
	config.ListenClientUrls, config.AdvertiseClientUrls = []url.URL{client}, []url.URL{client}
	config.ListenPeerUrls, config.AdvertisePeerUrls = []url.URL{peer}, []url.URL{peer}
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	// Nothing has to survive the process.
	config.UnsafeNoFsync = true
	etcd, err := embed.StartEtcd(config)
	if err != nil {
		return "", nil, fmt.Errorf("start etcd: %w", err)
	}
	select {
	case <-etcd.Server.ReadyNotify():
		return client.String(), etcd.Close, nil
	case err := <-etcd.Err():
		etcd.Close()
		return "", nil, fmt.Errorf("start etcd: %w", err)
	case <-ctx.Done():
		etcd.Close()
		return "", nil, ctx.Err()
	}
}

func freeAddress() (url.URL, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return url.URL{}, err
	}
	defer listener.Close()
	return url.URL{Scheme: "http", Host: listener.Addr().String()}, nil
}

// Command csi is the practice cluster's storage: a CSI driver for one node. Every volume is an XFS file system in a
// sparse file on a loop device, so that sizes are enforced, volumes grow while mounted, and snapshots hold what was on
// disk at one moment. XFS because growing a mounted ext4 needs CAP_SYS_RESOURCE, which containers often lack.
package main

import (
	"context"
	"flag"
	"log"
	"net"
	"os"
	"path/filepath"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc"
)

const (
	driverName  = "csi.plinth.example"
	topologyKey = "topology.csi.plinth.example/node"
)

func main() {
	data := flag.String("data", "", "directory of the volumes and snapshots")
	node := flag.String("node", "", "name of the node")
	socket := flag.String("socket", "", "CSI socket to serve")
	registration := flag.String("registration", "", "socket in the kubelet's directory of plugin registrations")
	flag.Parse()

	volumes, err := openStore(*data)
	if err != nil {
		log.Fatalf("cannot use %s for volumes: %v", *data, err)
	}
	server := grpc.NewServer(grpc.UnaryInterceptor(logCalls))
	driver := &driver{store: volumes, node: *node}
	csi.RegisterIdentityServer(server, driver)
	csi.RegisterControllerServer(server, driver)
	csi.RegisterNodeServer(server, driver)

	listener := listen(*socket)
	go serveRegistration(listen(*registration), *socket)
	log.Fatal(server.Serve(listener))
}

// listen serves a Unix socket; a socket that an earlier run left behind is replaced.
func listen(path string) net.Listener {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		log.Fatal(err)
	}
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		log.Fatal(err)
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		log.Fatal(err)
	}
	return listener
}

// logCalls writes what changes something, and every failure; the kubelet's polling would drown it.
func logCalls(ctx context.Context, request any, info *grpc.UnaryServerInfo, handle grpc.UnaryHandler) (any, error) {
	response, err := handle(ctx, request)
	switch {
	case err != nil:
		log.Printf("%s: %v", info.FullMethod, err)
	case changes[filepath.Base(info.FullMethod)]:
		log.Printf("%s: done", info.FullMethod)
	}
	return response, err
}

var changes = map[string]bool{
	"CreateVolume": true, "DeleteVolume": true, "ControllerExpandVolume": true, "CreateSnapshot": true,
	"DeleteSnapshot": true, "NodeStageVolume": true, "NodeUnstageVolume": true, "NodePublishVolume": true,
	"NodeUnpublishVolume": true, "NodeExpandVolume": true,
}

package main

import (
	"context"
	"log"
	"net"

	"google.golang.org/grpc"
	registerapi "k8s.io/kubelet/pkg/apis/pluginregistration/v1"
)

// registration answers the kubelet that found its socket: what the sidecar node-driver-registrar does elsewhere.
type registration struct {
	registerapi.UnimplementedRegistrationServer
	endpoint string
}

func serveRegistration(listener net.Listener, endpoint string) {
	server := grpc.NewServer()
	registerapi.RegisterRegistrationServer(server, &registration{endpoint: endpoint})
	log.Fatal(server.Serve(listener))
}

func (r *registration) GetInfo(context.Context, *registerapi.InfoRequest) (*registerapi.PluginInfo, error) {
	return &registerapi.PluginInfo{
		Type: registerapi.CSIPlugin, Name: driverName, Endpoint: r.endpoint, SupportedVersions: []string{"1.0.0"},
	}, nil
}

func (r *registration) NotifyRegistrationStatus(
	_ context.Context, result *registerapi.RegistrationStatus,
) (*registerapi.RegistrationStatusResponse, error) {
	log.Printf("registered with the kubelet: %v %s", result.PluginRegistered, result.Error)
	return &registerapi.RegistrationStatusResponse{}, nil
}

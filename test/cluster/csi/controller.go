package main

import (
	"context"
	"os"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// smallest is the least size that mkfs.xfs accepts, in bytes.
const smallest = 300 << 20

func (d *driver) ControllerGetCapabilities(
	context.Context, *csi.ControllerGetCapabilitiesRequest,
) (*csi.ControllerGetCapabilitiesResponse, error) {
	response := &csi.ControllerGetCapabilitiesResponse{}
	for _, kind := range []csi.ControllerServiceCapability_RPC_Type{
		csi.ControllerServiceCapability_RPC_CREATE_DELETE_VOLUME,
		csi.ControllerServiceCapability_RPC_CREATE_DELETE_SNAPSHOT,
		csi.ControllerServiceCapability_RPC_LIST_SNAPSHOTS,
		csi.ControllerServiceCapability_RPC_CLONE_VOLUME,
		csi.ControllerServiceCapability_RPC_EXPAND_VOLUME,
	} {
		response.Capabilities = append(response.Capabilities, &csi.ControllerServiceCapability{
			Type: &csi.ControllerServiceCapability_Rpc{Rpc: &csi.ControllerServiceCapability_RPC{Type: kind}},
		})
	}
	return response, nil
}

func (d *driver) ValidateVolumeCapabilities(
	_ context.Context, request *csi.ValidateVolumeCapabilitiesRequest,
) (*csi.ValidateVolumeCapabilitiesResponse, error) {
	if _, err := os.Stat(d.store.volume(request.VolumeId)); err != nil {
		return nil, status.Error(codes.NotFound, "no such volume")
	}
	return &csi.ValidateVolumeCapabilitiesResponse{
		Confirmed: &csi.ValidateVolumeCapabilitiesResponse_Confirmed{VolumeCapabilities: request.VolumeCapabilities},
	}, nil
}

// size gives the bytes of a volume for which so much is asked: whole blocks, and no less than XFS needs.
func size(asked *csi.CapacityRange) int64 {
	bytes := max(asked.GetRequiredBytes(), smallest)
	return (bytes + 4095) &^ 4095
}

func (d *driver) CreateVolume(_ context.Context, request *csi.CreateVolumeRequest) (*csi.CreateVolumeResponse, error) {
	d.lock.Lock()
	defer d.lock.Unlock()
	bytes := size(request.CapacityRange)
	volume := &csi.Volume{
		VolumeId: request.Name, CapacityBytes: bytes, ContentSource: request.VolumeContentSource,
		AccessibleTopology: []*csi.Topology{{Segments: map[string]string{topologyKey: d.node}}},
	}
	if existing, err := os.Stat(d.store.volume(request.Name)); err == nil {
		if existing.Size() < bytes {
			return nil, status.Error(codes.AlreadyExists, "a smaller volume of this name exists")
		}
		return &csi.CreateVolumeResponse{Volume: volume}, nil
	}
	source, origin := "", ""
	if from := request.VolumeContentSource.GetSnapshot(); from != nil {
		source = d.store.image(from.SnapshotId)
	} else if from := request.VolumeContentSource.GetVolume(); from != nil {
		source, origin = d.store.volume(from.VolumeId), from.VolumeId
	}
	if source != "" {
		held, err := os.Stat(source)
		if err != nil {
			return nil, status.Error(codes.NotFound, "the snapshot or volume to copy does not exist")
		}
		if held.Size() > bytes {
			return nil, status.Error(codes.OutOfRange, "the volume would be smaller than what is copied into it")
		}
	}
	create := func() error { return d.store.create(request.Name, bytes, source) }
	var err error
	if origin != "" {
		err = d.store.frozen(origin, create)
	} else {
		err = create()
	}
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return &csi.CreateVolumeResponse{Volume: volume}, nil
}

func (d *driver) DeleteVolume(_ context.Context, request *csi.DeleteVolumeRequest) (*csi.DeleteVolumeResponse, error) {
	d.lock.Lock()
	defer d.lock.Unlock()
	if isMounted(d.store.mount(request.VolumeId)) {
		return nil, status.Error(codes.FailedPrecondition, "the volume is in use")
	}
	if err := os.Remove(d.store.volume(request.VolumeId)); err != nil && !os.IsNotExist(err) {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return &csi.DeleteVolumeResponse{}, nil
}

func (d *driver) ControllerExpandVolume(
	_ context.Context, request *csi.ControllerExpandVolumeRequest,
) (*csi.ControllerExpandVolumeResponse, error) {
	d.lock.Lock()
	defer d.lock.Unlock()
	bytes := size(request.CapacityRange)
	existing, err := os.Stat(d.store.volume(request.VolumeId))
	if err != nil {
		return nil, status.Error(codes.NotFound, "no such volume")
	}
	if existing.Size() < bytes {
		if err := os.Truncate(d.store.volume(request.VolumeId), bytes); err != nil {
			return nil, status.Error(codes.Internal, err.Error())
		}
	}
	return &csi.ControllerExpandVolumeResponse{
		CapacityBytes: max(bytes, existing.Size()), NodeExpansionRequired: true,
	}, nil
}

package main

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"syscall"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

func (d *driver) NodeGetInfo(context.Context, *csi.NodeGetInfoRequest) (*csi.NodeGetInfoResponse, error) {
	return &csi.NodeGetInfoResponse{
		NodeId: d.node, AccessibleTopology: &csi.Topology{Segments: map[string]string{topologyKey: d.node}},
	}, nil
}

func (d *driver) NodeGetCapabilities(
	context.Context, *csi.NodeGetCapabilitiesRequest,
) (*csi.NodeGetCapabilitiesResponse, error) {
	response := &csi.NodeGetCapabilitiesResponse{}
	for _, kind := range []csi.NodeServiceCapability_RPC_Type{
		csi.NodeServiceCapability_RPC_STAGE_UNSTAGE_VOLUME,
		csi.NodeServiceCapability_RPC_GET_VOLUME_STATS,
		csi.NodeServiceCapability_RPC_EXPAND_VOLUME,
	} {
		response.Capabilities = append(response.Capabilities, &csi.NodeServiceCapability{
			Type: &csi.NodeServiceCapability_Rpc{Rpc: &csi.NodeServiceCapability_RPC{Type: kind}},
		})
	}
	return response, nil
}

// NodeStageVolume mounts the volume once for the node. `nouuid`, because a restored copy has its original's UUID.
func (d *driver) NodeStageVolume(
	_ context.Context, request *csi.NodeStageVolumeRequest,
) (*csi.NodeStageVolumeResponse, error) {
	d.lock.Lock()
	defer d.lock.Unlock()
	mount := d.store.mount(request.VolumeId)
	if isMounted(mount) {
		return &csi.NodeStageVolumeResponse{}, nil
	}
	err := os.MkdirAll(mount, 0o755)
	if err == nil {
		err = run("mount", "-t", "xfs", "-o", "loop,nouuid", d.store.volume(request.VolumeId), mount)
	}
	if err == nil {
		err = run("xfs_growfs", mount)
	}
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return &csi.NodeStageVolumeResponse{}, nil
}

func (d *driver) NodeUnstageVolume(
	_ context.Context, request *csi.NodeUnstageVolumeRequest,
) (*csi.NodeUnstageVolumeResponse, error) {
	d.lock.Lock()
	defer d.lock.Unlock()
	if err := unmount(d.store.mount(request.VolumeId)); err != nil {
		return nil, err
	}
	return &csi.NodeUnstageVolumeResponse{}, nil
}

func (d *driver) NodePublishVolume(
	_ context.Context, request *csi.NodePublishVolumeRequest,
) (*csi.NodePublishVolumeResponse, error) {
	if isMounted(request.TargetPath) {
		return &csi.NodePublishVolumeResponse{}, nil
	}
	err := os.MkdirAll(request.TargetPath, 0o755)
	if err == nil {
		err = run("mount", "--bind", d.store.mount(request.VolumeId), request.TargetPath)
	}
	if err == nil && request.Readonly {
		err = run("mount", "-o", "remount,bind,ro", request.TargetPath)
	}
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return &csi.NodePublishVolumeResponse{}, nil
}

func (d *driver) NodeUnpublishVolume(
	_ context.Context, request *csi.NodeUnpublishVolumeRequest,
) (*csi.NodeUnpublishVolumeResponse, error) {
	if err := unmount(request.TargetPath); err != nil {
		return nil, err
	}
	return &csi.NodeUnpublishVolumeResponse{}, nil
}

// unmount ends a mount, if there is one, and removes its empty directory.
func unmount(path string) error {
	if isMounted(path) {
		if err := run("umount", path); err != nil {
			return status.Error(codes.Internal, err.Error())
		}
	}
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return status.Error(codes.Internal, err.Error())
	}
	return nil
}

func (d *driver) NodeExpandVolume(
	_ context.Context, request *csi.NodeExpandVolumeRequest,
) (*csi.NodeExpandVolumeResponse, error) {
	d.lock.Lock()
	defer d.lock.Unlock()
	mount := d.store.mount(request.VolumeId)
	device, err := exec.Command("findmnt", "--noheadings", "--output", "SOURCE", mount).Output()
	if err != nil {
		return nil, status.Error(codes.NotFound, "the volume is not mounted")
	}
	err = run("losetup", "--set-capacity", strings.TrimSpace(string(device)))
	if err == nil {
		err = run("xfs_growfs", mount)
	}
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return &csi.NodeExpandVolumeResponse{CapacityBytes: request.CapacityRange.GetRequiredBytes()}, nil
}

func (d *driver) NodeGetVolumeStats(
	_ context.Context, request *csi.NodeGetVolumeStatsRequest,
) (*csi.NodeGetVolumeStatsResponse, error) {
	var found syscall.Statfs_t
	if err := syscall.Statfs(request.VolumePath, &found); err != nil {
		return nil, status.Error(codes.NotFound, err.Error())
	}
	block := found.Bsize
	return &csi.NodeGetVolumeStatsResponse{Usage: []*csi.VolumeUsage{
		{
			Unit: csi.VolumeUsage_BYTES, Total: int64(found.Blocks) * block, Available: int64(found.Bavail) * block,
			Used: int64(found.Blocks-found.Bfree) * block,
		},
		{
			Unit: csi.VolumeUsage_INODES, Total: int64(found.Files), Available: int64(found.Ffree),
			Used: int64(found.Files - found.Ffree),
		},
	}}, nil
}

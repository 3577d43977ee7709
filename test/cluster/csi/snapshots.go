package main

import (
	"context"
	"os"

	"github.com/container-storage-interface/spec/lib/go/csi"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"
)

func describe(id string, found snapshot) *csi.Snapshot {
	return &csi.Snapshot{
		SnapshotId: id, SourceVolumeId: found.Source, CreationTime: timestamppb.New(found.Created),
		SizeBytes: found.Size, ReadyToUse: true,
	}
}

func (d *driver) CreateSnapshot(
	_ context.Context, request *csi.CreateSnapshotRequest,
) (*csi.CreateSnapshotResponse, error) {
	d.lock.Lock()
	defer d.lock.Unlock()
	if existing, err := d.store.readSnapshot(request.Name); err == nil {
		if existing.Source != request.SourceVolumeId {
			return nil, status.Error(codes.AlreadyExists, "a snapshot of this name holds another volume")
		}
		return &csi.CreateSnapshotResponse{Snapshot: describe(request.Name, existing)}, nil
	}
	taken, err := d.store.takeSnapshot(request.Name, request.SourceVolumeId)
	if os.IsNotExist(err) {
		return nil, status.Error(codes.NotFound, "no such volume")
	}
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return &csi.CreateSnapshotResponse{Snapshot: describe(request.Name, taken)}, nil
}

func (d *driver) DeleteSnapshot(
	_ context.Context, request *csi.DeleteSnapshotRequest,
) (*csi.DeleteSnapshotResponse, error) {
	d.lock.Lock()
	defer d.lock.Unlock()
	if request.SnapshotId == "" {
		return nil, status.Error(codes.InvalidArgument, "no snapshot is named")
	}
	if err := d.store.deleteSnapshot(request.SnapshotId); err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return &csi.DeleteSnapshotResponse{}, nil
}

func (d *driver) ListSnapshots(
	_ context.Context, request *csi.ListSnapshotsRequest,
) (*csi.ListSnapshotsResponse, error) {
	ids, err := d.store.snapshots()
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	response := &csi.ListSnapshotsResponse{}
	for _, id := range ids {
		found, err := d.store.readSnapshot(id)
		otherSnapshot := request.SnapshotId != "" && request.SnapshotId != id
		otherVolume := request.SourceVolumeId != "" && request.SourceVolumeId != found.Source
		if err != nil || otherSnapshot || otherVolume {
			continue
		}
		response.Entries = append(response.Entries, &csi.ListSnapshotsResponse_Entry{Snapshot: describe(id, found)})
	}
	return response, nil
}

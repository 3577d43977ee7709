package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// store keeps volumes and snapshots as files below one directory.
type store struct{ directory string }

// snapshot is what the store remembers beside a snapshot's image.
type snapshot struct {
	Source  string    `json:"source"`
	Created time.Time `json:"created"`
	Size    int64     `json:"size"`
}

func openStore(directory string) (store, error) {
	s := store{directory}
	for _, kind := range []string{"volumes", "snapshots", "mounts"} {
		if err := os.MkdirAll(filepath.Join(directory, kind), 0o700); err != nil {
			return s, err
		}
	}
	return s, nil
}

// An identifier comes from outside: its last element only, so that it cannot lead out of the directory.
func (s store) volume(id string) string {
	return filepath.Join(s.directory, "volumes", filepath.Base(id)+".xfs")
}
func (s store) mount(id string) string { return filepath.Join(s.directory, "mounts", filepath.Base(id)) }
func (s store) image(id string) string {
	return filepath.Join(s.directory, "snapshots", filepath.Base(id)+".xfs")
}
func (s store) facts(id string) string {
	return filepath.Join(s.directory, "snapshots", filepath.Base(id)+".json")
}

// create makes a volume of `size` bytes: empty, or with the content of the image at `source`, which must not be larger.
// The file gets its name only when it is whole.
func (s store) create(id string, size int64, source string) error {
	unfinished := s.volume(id) + ".unfinished"
	if err := os.RemoveAll(unfinished); err != nil {
		return err
	}
	if source != "" {
		if err := run("cp", "--reflink=auto", "--sparse=always", source, unfinished); err != nil {
			return err
		}
	} else if err := os.WriteFile(unfinished, nil, 0o600); err != nil {
		return err
	}
	// A file system that is smaller than its file grows when it is mounted.
	if err := os.Truncate(unfinished, size); err != nil {
		return err
	}
	if source == "" {
		if err := run("mkfs.xfs", "-q", "-K", unfinished); err != nil {
			return err
		}
	}
	return os.Rename(unfinished, s.volume(id))
}

// takeSnapshot copies a volume; one that is mounted stands still meanwhile.
func (s store) takeSnapshot(id, volume string) (snapshot, error) {
	info, err := os.Stat(s.volume(volume))
	if err != nil {
		return snapshot{}, err
	}
	taken := snapshot{Source: volume, Size: info.Size()}
	err = s.frozen(volume, func() error {
		taken.Created = time.Now()
		return run("cp", "--reflink=auto", "--sparse=always", s.volume(volume), s.image(id))
	})
	if err != nil {
		return snapshot{}, err
	}
	facts, err := json.Marshal(taken)
	if err != nil {
		return snapshot{}, err
	}
	return taken, os.WriteFile(s.facts(id), facts, 0o600)
}

func (s store) readSnapshot(id string) (snapshot, error) {
	var found snapshot
	facts, err := os.ReadFile(s.facts(id))
	if err != nil {
		return found, err
	}
	return found, json.Unmarshal(facts, &found)
}

// snapshots gives the identifiers of all snapshots, in order.
func (s store) snapshots() ([]string, error) {
	files, err := filepath.Glob(filepath.Join(s.directory, "snapshots", "*.json"))
	for i, file := range files {
		files[i] = strings.TrimSuffix(filepath.Base(file), ".json")
	}
	return files, err
}

func (s store) deleteSnapshot(id string) error {
	for _, file := range []string{s.facts(id), s.image(id)} {
		if err := os.Remove(file); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}

// frozen runs `work` while the volume's file system takes no writes.
func (s store) frozen(volume string, work func() error) error {
	mount := s.mount(volume)
	if !isMounted(mount) {
		return work()
	}
	if err := run("fsfreeze", "--freeze", mount); err != nil {
		return err
	}
	err := work()
	return errors.Join(err, run("fsfreeze", "--unfreeze", mount))
}

func run(program string, arguments ...string) error {
	output, err := exec.Command(program, arguments...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %s: %w: %s", program, strings.Join(arguments, " "), err, output)
	}
	return nil
}

func isMounted(path string) bool {
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	return err == nil && strings.Contains(string(mounts), " "+path+" ")
}

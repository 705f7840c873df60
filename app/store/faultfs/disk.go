package faultfs

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync"

	"sala/app/store/vfs"
)

// sector is the smallest piece that a disk writes whole, in bytes.
const sector = 512

// Disk records and fails. Its methods may be called while SQLite writes.
type Disk struct {
	vfs.Through

	mu    sync.Mutex
	ops   []op
	fault Fault
	seen  Counts
}

// Counts is how often SQLite did what.
type Counts struct {
	Writes int `json:"writes"`
	Syncs  int `json:"syncs"`
	Failed int `json:"failed"` // were refused
}

// Fault says when the disk fails. Zero members never fail.
type Fault struct {
	FullFrom   int  // the writes from this one on, counted from 1, find the disk full
	FailSync   int  // this sync fails, once
	FailWrites int  // this write fails with an I/O error, once
	SyncsLie   bool // syncs say that they worked and do nothing
}

type verb byte

const (
	wrote verb = iota
	truncated
	synced
	deleted
	folder
)

type op struct {
	verb verb
	path string
	off  int64 // or the size, of a truncation
	data []byte
}

// Open lets everything through.
func (d *Disk) Open(*vfs.File) vfs.Code { return vfs.OK }

// Write records and writes, or refuses.
func (d *Disk) Write(f *vfs.File, p []byte, off int64) vfs.Code {
	d.mu.Lock()
	d.seen.Writes++
	n, fault := d.seen.Writes, d.fault
	var rc vfs.Code
	switch {
	case fault.FullFrom > 0 && n >= fault.FullFrom:
		rc = vfs.Full
	case n == fault.FailWrites:
		rc = vfs.WriteError
	}
	if rc == vfs.OK {
		d.ops = append(d.ops, op{wrote, f.Path, off, slices.Clone(p)})
	} else {
		d.seen.Failed++
	}
	d.mu.Unlock()
	if rc != vfs.OK {
		return rc
	}
	return f.WriteBelow(p, off)
}

// Truncate records and truncates.
func (d *Disk) Truncate(f *vfs.File, size int64) vfs.Code {
	d.record(op{verb: truncated, path: f.Path, off: size})
	return f.TruncateBelow(size)
}

// Sync records, or fails. It never waits for the real disk: the recording is
// what lasts.
func (d *Disk) Sync(f *vfs.File) vfs.Code {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.seen.Syncs++
	if d.seen.Syncs == d.fault.FailSync {
		d.seen.Failed++
		return vfs.SyncError
	}
	if !d.fault.SyncsLie {
		d.ops = append(d.ops, op{verb: synced, path: f.Path})
	}
	return vfs.OK
}

// Deleted records.
func (d *Disk) Deleted(path string) { d.record(op{verb: deleted, path: path}) }

// FolderSynced says that the folder was synced: what was deleted is gone.
func (d *Disk) FolderSynced() { d.record(op{verb: folder}) }

func (d *Disk) record(o op) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ops = append(d.ops, o)
}

// Set makes the disk fail from now on as f says, counting from now.
func (d *Disk) Set(f Fault) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fault, d.seen = f, Counts{}
}

// Counts returns what was done since Set.
func (d *Disk) Counts() Counts {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.seen
}

// Mark returns a moment: the number of operations so far.
func (d *Disk) Mark() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.ops)
}

// file is a file as it is, and what of it may be lost.
type file struct {
	exists  bool // with the last completed sync
	durable []byte
	pending []op
}

// CutAt returns the files, by base name, as a power cut after the first n
// operations may have left them; chance decides what of the unsynced writes is
// there.
func (d *Disk) CutAt(n int, chance *rand.Rand) map[string][]byte {
	d.mu.Lock()
	ops := d.ops[:n]
	d.mu.Unlock()
	files := map[string]*file{}
	for _, o := range ops {
		if o.verb == folder {
			for path, f := range files {
				if len(f.pending) > 0 && f.pending[len(f.pending)-1].verb == deleted {
					delete(files, path)
				}
			}
			continue
		}
		f := files[o.path]
		if f == nil {
			f = &file{}
			files[o.path] = f
		}
		switch o.verb {
		case synced:
			for _, p := range f.pending {
				f.durable = p.apply(f.durable, nil)
				f.exists = p.verb != deleted
			}
			f.pending, f.exists = nil, true
		default:
			f.pending = append(f.pending, o)
		}
	}
	out := map[string][]byte{}
	for path, f := range files {
		b, exists := f.durable, f.exists
		for _, p := range f.pending {
			if chance.IntN(2) == 0 {
				continue
			}
			b = p.apply(slices.Clone(b), chance)
			exists = p.verb != deleted
		}
		if exists {
			out[filepath.Base(path)] = b
		}
	}
	return out
}

// apply does the operation to b; with chance, a write may be torn.
func (o op) apply(b []byte, chance *rand.Rand) []byte {
	switch o.verb {
	case deleted:
		return nil
	case truncated:
		return resize(b, int(o.off))
	}
	b = resize(b, max(len(b), int(o.off)+len(o.data)))
	if chance == nil || chance.IntN(3) > 0 {
		copy(b[o.off:], o.data)
		return b
	}
	for from := 0; from < len(o.data); from += sector { // torn
		if to := min(from+sector, len(o.data)); chance.IntN(2) == 0 {
			copy(b[int(o.off)+from:], o.data[from:to])
		}
	}
	return b
}

func resize(b []byte, n int) []byte {
	if n <= len(b) {
		return b[:n]
	}
	return append(b, make([]byte, n-len(b))...)
}

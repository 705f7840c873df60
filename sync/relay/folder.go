package relay

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"sala/sync/wire"
)

// Folder is a Store of files, each written completely or not at all. Whoever
// opens it gives a folder on the station's encrypted disk: the entries of the
// others are in it.
type Folder struct {
	dir   string
	codec *wire.Codec
	mu    sync.Mutex
	next  uint64
	known map[string]bool // signatures of the pushes that are kept
}

// OpenFolder opens or makes the folder.
func OpenFolder(dir string) (*Folder, error) {
	for _, sub := range []string{"push", "word", "ticket"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return nil, fmt.Errorf("open the relay's folder: %w", err)
		}
	}
	f := &Folder{dir: dir, codec: wire.NewCodec(), next: 1, known: map[string]bool{}}
	names, err := f.pushes()
	if err != nil {
		return nil, fmt.Errorf("open the relay's folder: %w", err)
	}
	for _, n := range names {
		number, signature, _ := strings.Cut(n, "-")
		seq, err := strconv.ParseUint(number, 10, 63)
		if err != nil {
			return nil, fmt.Errorf("open the relay's folder: %s: %w", n, err)
		}
		f.next, f.known[signature] = seq+1, true
	}
	return f, nil
}

// pushes lists the files of pushes, in order.
func (f *Folder) pushes() ([]string, error) {
	all, err := os.ReadDir(filepath.Join(f.dir, "push"))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range all {
		if !strings.HasSuffix(e.Name(), ".new") {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

// write writes a file, completely or not at all, and to the disk.
func (f *Folder) write(name string, message any) error {
	b, err := f.codec.Encode(message)
	if err != nil {
		return err
	}
	path := filepath.Join(f.dir, name)
	file, err := os.OpenFile(path+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err = file.Write(b); err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

func (f *Folder) read(name string, message any) error {
	b, err := os.ReadFile(filepath.Join(f.dir, name))
	if err != nil {
		return err
	}
	return f.codec.Decode(b, message)
}

// Keep implements Store.
func (f *Folder) Keep(_ context.Context, p wire.Push) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	signature := hex.EncodeToString(p.Signature)
	if f.known[signature] || len(p.Signature) == 0 {
		return nil
	}
	if err := f.write(fmt.Sprintf("push/%012d-%s", f.next, signature), p); err != nil {
		return fmt.Errorf("keep a push: %w", err)
	}
	f.next++
	f.known[signature] = true
	return nil
}

// Kept implements Store.
func (f *Folder) Kept(_ context.Context, after uint64, limit int) ([]wire.Push, uint64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	names, err := f.pushes()
	if err != nil {
		return nil, after, err
	}
	var out []wire.Push
	for _, n := range names {
		number, _, _ := strings.Cut(n, "-")
		seq, err := strconv.ParseUint(number, 10, 63)
		if err != nil || seq <= after || len(out) == limit {
			continue
		}
		var p wire.Push
		if err := f.read("push/"+n, &p); err != nil {
			return nil, after, fmt.Errorf("read a push: %w", err)
		}
		out, after = append(out, p), seq
	}
	return out, after, nil
}

// Acknowledged implements Store.
func (f *Folder) Acknowledged(ctx context.Context, a wire.Acknowledgement) error {
	words, err := f.Words(ctx, a.Station)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	words = slices.DeleteFunc(words, func(w wire.Acknowledgement) bool { return w.Through == a.Through })
	return f.write("word/"+hex.EncodeToString([]byte(a.Station)), append(words, a))
}

// Words implements Store.
func (f *Folder) Words(_ context.Context, station string) ([]wire.Acknowledgement, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var words []wire.Acknowledgement
	err := f.read("word/"+hex.EncodeToString([]byte(station)), &words)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return words, err
}

// Ticket implements Store.
func (f *Folder) Ticket(_ context.Context, line, day string) (uint64, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	name := "ticket/" + day + "-" + hex.EncodeToString([]byte(line))
	var n uint64
	if err := f.read(name, &n); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, fmt.Errorf("take a ticket: %w", err)
	}
	n++
	if err := f.write(name, n); err != nil {
		return 0, fmt.Errorf("take a ticket: %w", err)
	}
	return n, nil
}

package memory

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"

	"sala/sync/client"
	"sala/sync/wire"
)

// Attachments keeps photos and files. It is safe for several goroutines.
type Attachments struct {
	mu       sync.Mutex
	bodies   map[string][]byte
	unsent   []string
	wanted   []string
	complete map[string]bool
}

// Add keeps an attachment that is to be sent, and returns its hash.
func (a *Attachments) Add(body []byte) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	h := sha256.Sum256(body)
	hash := hex.EncodeToString(h[:])
	a.put(hash, body)
	a.unsent = append(a.unsent, hash)
	return hash
}

func (a *Attachments) put(hash string, body []byte) {
	if a.bodies == nil {
		a.bodies, a.complete = map[string][]byte{}, map[string]bool{}
	}
	a.bodies[hash] = body
}

// Want asks for an attachment of central's.
func (a *Attachments) Want(hash string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.wanted = append(a.wanted, hash)
}

// Body returns a complete attachment that came from central, or nil.
func (a *Attachments) Body(hash string) []byte {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.complete[hash] {
		return nil
	}
	return a.bodies[hash]
}

// Outgoing implements client.Attachments.
func (a *Attachments) Outgoing(context.Context) ([]client.Attachment, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	var out []client.Attachment
	for _, h := range a.unsent {
		out = append(out, client.Attachment{Hash: h, Size: int64(len(a.bodies[h]))})
	}
	return out, nil
}

// ReadAt implements client.Attachments.
func (a *Attachments) ReadAt(_ context.Context, hash string, offset int64) ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	b := a.bodies[hash]
	if offset < 0 || offset > int64(len(b)) {
		return nil, fmt.Errorf("attachment %s has no byte %d", hash, offset)
	}
	return b[offset:min(offset+wire.ChunkSize, int64(len(b)))], nil
}

// Sent implements client.Attachments.
func (a *Attachments) Sent(_ context.Context, hashes ...string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.unsent = slices.DeleteFunc(a.unsent, func(h string) bool { return slices.Contains(hashes, h) })
	return nil
}

// Incoming implements client.Attachments.
func (a *Attachments) Incoming(context.Context) ([]client.Attachment, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	var in []client.Attachment
	for _, h := range a.wanted {
		in = append(in, client.Attachment{Hash: h, Done: int64(len(a.bodies[h]))})
	}
	return in, nil
}

// WriteAt implements client.Attachments.
func (a *Attachments) WriteAt(_ context.Context, hash string, offset, size int64, chunk []byte) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	b := a.bodies[hash]
	if offset > int64(len(b)) {
		return fmt.Errorf("attachment %s: a chunk at %d after %d bytes", hash, offset, len(b))
	}
	b = append(slices.Clone(b[:offset]), chunk...)
	a.put(hash, b)
	if int64(len(b)) == size {
		if h := sha256.Sum256(b); hex.EncodeToString(h[:]) != hash {
			a.bodies[hash] = nil
			return fmt.Errorf("attachment %s came with other content", hash)
		}
		a.complete[hash] = true
		a.wanted = slices.DeleteFunc(a.wanted, func(h string) bool { return h == hash })
	}
	return nil
}

// WriteRelayed implements client.Attachments.
func (a *Attachments) WriteRelayed(ctx context.Context, hash string, offset, size int64, chunk []byte) error {
	if err := a.WriteAt(ctx, hash, offset, size, chunk); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.complete[hash] {
		a.unsent = append(a.unsent, hash)
	}
	return nil
}

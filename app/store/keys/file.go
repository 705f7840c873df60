package keys

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"filippo.io/age"
)

// Name is the file's name in a station's folder.
const Name = "station.keys"

const version = 1

// Errors that a caller branches on.
var (
	ErrNoSlot = errors.New("the key file has no place for this officer")
	ErrSecret = errors.New("the secret does not open the key file")
	ErrFile   = errors.New("the key file is damaged")
	ErrNewer  = errors.New("the key file was written by a newer version")
	ErrExists = errors.New("there is a key file already")
)

// File is a station's key file.
type File struct {
	Version  int       `json:"version"`
	Database []byte    `json:"database"` // random name of the database, 16 bytes
	Station  string    `json:"station"`
	Epoch    uint32    `json:"epoch"`             // of the master key, from 1
	Former   []Wrapped `json:"former,omitempty"`  // master keys whose pages are still being rewritten
	Check    []byte    `json:"check"`             // proves that a master key is the right one
	Rotated  int64     `json:"rotated,omitempty"` // Unix seconds of the last new master key
	Slots    []Slot    `json:"slots"`
}

// Wrapped is a former master key, encrypted to the one after it.
type Wrapped struct {
	Epoch uint32 `json:"epoch"`
	Key   []byte `json:"key"`
}

// Kind says whose a slot is.
type Kind string

// The kinds of slots.
const (
	Officer  Kind = "officer"
	Recovery Kind = "recovery"
	Machine  Kind = "machine"
)

// Slot is the master key wrapped for one holder.
type Slot struct {
	Kind      Kind    `json:"kind"`
	Holder    string  `json:"holder,omitempty"` // the officer's ID; how the machine keeps its secret
	Recipient string  `json:"recipient"`        // age1…
	Wrapped   []byte  `json:"wrapped"`          // the master key, age to Recipient
	Sealed    *Sealed `json:"sealed,omitempty"` // the identity, under a password
}

// Master is an opened master key, with the former ones while pages under them
// remain.
type Master struct {
	Epoch    uint32
	database []byte
	byEpoch  map[uint32][]byte
	opener   *age.X25519Identity // of the slot that it was opened with
}

// New makes a key file with a random master key, and a slot for the recovery
// recipient (age1…) unless that is empty.
func New(random io.Reader, station, recovery string) (*File, *Master, error) {
	id, key := make([]byte, 16), make([]byte, 32)
	if _, err := io.ReadFull(random, id); err != nil {
		return nil, nil, fmt.Errorf("make a key: %w", err)
	}
	if _, err := io.ReadFull(random, key); err != nil {
		return nil, nil, fmt.Errorf("make a key: %w", err)
	}
	f := &File{Version: version, Database: id, Station: station, Epoch: 1}
	m := &Master{Epoch: 1, database: id, byEpoch: map[uint32][]byte{1: key}}
	f.Check = m.check()
	if recovery != "" {
		if _, err := age.ParseX25519Recipient(recovery); err != nil {
			return nil, nil, fmt.Errorf("recovery key: %w", err)
		}
		s := Slot{Kind: Recovery, Recipient: recovery}
		if err := s.wrap(key); err != nil {
			return nil, nil, err
		}
		f.Slots = append(f.Slots, s)
	}
	return f, m, nil
}

// Load reads the key file of a station's folder.
func Load(dir string) (*File, error) {
	b, err := os.ReadFile(filepath.Join(dir, Name))
	if err != nil {
		return nil, fmt.Errorf("read the key file: %w", err)
	}
	return Parse(b)
}

// Parse reads a key file.
func Parse(b []byte) (*File, error) {
	var f File
	if err := json.Unmarshal(b, &f); err != nil {
		return nil, fmt.Errorf("read the key file: %w: %w", ErrFile, err)
	}
	if f.Version > version {
		return nil, fmt.Errorf("read the key file: version %d: %w", f.Version, ErrNewer)
	}
	if f.Version < 1 || len(f.Database) != 16 || f.Epoch == 0 || f.Epoch >= 1<<24 || len(f.Check) != sha256.Size || f.Station == "" {
		return nil, fmt.Errorf("read the key file: %w", ErrFile)
	}
	return &f, nil
}

// Save writes the key file, all of it or none, and waits for the disk.
func (f *File) Save(dir string) error {
	b, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return fmt.Errorf("write the key file: %w", err)
	}
	if err := replace(filepath.Join(dir, Name), append(b, '\n')); err != nil {
		return fmt.Errorf("write the key file: %w", err)
	}
	return nil
}

func replace(path string, b []byte) error {
	t, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(t.Name())
	if _, err = t.Write(b); err == nil {
		err = t.Sync()
	}
	if cerr := t.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(t.Name(), path)
	}
	if err != nil {
		return err
	}
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer d.Close()
	_ = d.Sync() // Windows cannot, and renames durably without
	return nil
}

// unlock opens the master keys with a slot's identity.
func (f *File) unlock(s *Slot, id *age.X25519Identity) (*Master, error) {
	key, err := decrypt(s.Wrapped, id)
	if err != nil {
		return nil, fmt.Errorf("open the %s slot: %w", s.Kind, errors.Join(ErrSecret, err))
	}
	m := &Master{Epoch: f.Epoch, database: f.Database, byEpoch: map[uint32][]byte{f.Epoch: key}, opener: id}
	if len(key) != 32 || !hmac.Equal(m.check(), f.Check) {
		return nil, fmt.Errorf("open the %s slot: %w", s.Kind, ErrFile)
	}
	for _, former := range f.Former {
		old, err := unseal(m.Subkey("former"), former.Key)
		if err != nil {
			return nil, fmt.Errorf("open the key of epoch %d: %w", former.Epoch, ErrFile)
		}
		m.byEpoch[former.Epoch] = old
	}
	return m, nil
}

// WithIdentity opens the slot of that kind with an age identity
// ("AGE-SECRET-KEY-1…"): the recovery key, or the machine's.
func (f *File) WithIdentity(kind Kind, identity string) (*Master, error) {
	id, err := age.ParseX25519Identity(strings.TrimSpace(identity))
	if err != nil {
		return nil, fmt.Errorf("read the %s key: %w", kind, errors.Join(ErrSecret, err))
	}
	i := slices.IndexFunc(f.Slots, func(s Slot) bool { return s.Kind == kind && s.Recipient == id.Recipient().String() })
	if i < 0 {
		return nil, fmt.Errorf("open the %s slot: %w", kind, ErrSecret)
	}
	return f.unlock(&f.Slots[i], id)
}

// Refresh opens the file again with the slot that m was opened with: another
// process may have brought in a new key.
func (m *Master) Refresh(f *File) error {
	if m.opener == nil {
		return fmt.Errorf("open the key file again: %w", ErrSecret)
	}
	for i := range f.Slots {
		if f.Slots[i].Recipient == m.opener.Recipient().String() {
			next, err := f.unlock(&f.Slots[i], m.opener)
			if err == nil {
				*m = *next
			}
			return err
		}
	}
	return fmt.Errorf("open the key file again: %w", ErrNoSlot)
}

// Rotate makes a new master key and wraps it for every slot. The former one is
// kept, wrapped to the new, until Retire.
func (f *File) Rotate(random io.Reader, m *Master, now int64) error {
	key := make([]byte, 32)
	if _, err := io.ReadFull(random, key); err != nil {
		return fmt.Errorf("make a key: %w", err)
	}
	old := m.Epoch
	next := &Master{Epoch: old + 1, database: m.database, byEpoch: map[uint32][]byte{old + 1: key}, opener: m.opener}
	for i := range f.Slots {
		if err := f.Slots[i].wrap(key); err != nil {
			return err
		}
	}
	var former []Wrapped
	for epoch, k := range m.byEpoch {
		sealed, err := seal(random, next.Subkey("former"), k)
		if err != nil {
			return err
		}
		former = append(former, Wrapped{Epoch: epoch, Key: sealed})
		next.byEpoch[epoch] = k
	}
	slices.SortFunc(former, func(a, b Wrapped) int { return int(a.Epoch) - int(b.Epoch) })
	f.Epoch, f.Former, f.Check, f.Rotated = next.Epoch, former, next.check(), now
	*m = *next
	return nil
}

// Retire forgets the former master keys.
func (f *File) Retire(m *Master) {
	f.Former = nil
	for epoch := range m.byEpoch {
		if epoch != m.Epoch {
			delete(m.byEpoch, epoch)
		}
	}
}

// Epochs returns the epochs of which m has the key.
func (m *Master) Epochs() []uint32 {
	var e []uint32
	for epoch := range m.byEpoch {
		e = append(e, epoch)
	}
	slices.Sort(e)
	return e
}

// Page returns the key for the pages of an epoch.
func (m *Master) Page(epoch uint32) []byte {
	return m.derive(m.byEpoch[epoch], fmt.Sprintf("sala/page/%d", epoch))
}

// Subkey returns the current key for a purpose, 32 bytes.
func (m *Master) Subkey(purpose string) []byte {
	return m.derive(m.byEpoch[m.Epoch], "sala/"+purpose)
}

func (m *Master) derive(key []byte, info string) []byte {
	out, err := hkdf.Key(sha256.New, key, m.database, info, 32)
	if err != nil {
		panic(err) // only for lengths that are not ours
	}
	return out
}

func (m *Master) check() []byte { return m.Subkey("check") }

// wrap encrypts the master key to the slot's recipient.
func (s *Slot) wrap(key []byte) error {
	r, err := age.ParseX25519Recipient(s.Recipient)
	if err != nil {
		return fmt.Errorf("wrap the key: %w", err)
	}
	var b bytes.Buffer
	w, err := age.Encrypt(&b, r)
	if err == nil {
		_, err = w.Write(key)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return fmt.Errorf("wrap the key: %w", err)
	}
	s.Wrapped = b.Bytes()
	return nil
}

func decrypt(b []byte, id age.Identity) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(b), id)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(r, 64))
}

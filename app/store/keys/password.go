package keys

import (
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"fmt"
	"io"
	"slices"

	"filippo.io/age"
	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Cost is what Argon2id may cost.
type Cost struct {
	Memory  uint32 `json:"memory"` // KiB
	Time    uint32 `json:"time"`   // passes
	Threads uint8  `json:"threads"`
}

// Recommended is the cost for a password that is set today: about 100 ms on an
// office computer (RFC 9106, section 4, second choice).
var Recommended = Cost{Memory: 64 << 10, Time: 3, Threads: 4}

// The most that a key file may ask for; a forged one could stop the machine.
const (
	maxMemory = 1 << 20 // 1 GiB
	maxTime   = 64
)

// Sealed is a slot's identity under a password.
type Sealed struct {
	Cost Cost   `json:"argon2id"`
	Salt []byte `json:"salt"`
	Box  []byte `json:"box"` // nonce, AES-256-GCM ciphertext and tag
}

func (c Cost) key(password string, salt []byte) ([]byte, error) {
	if c.Memory > maxMemory || c.Time > maxTime || c.Time == 0 || c.Threads == 0 || len(salt) < 16 {
		return nil, ErrFile
	}
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, c.Time, c.Memory, c.Threads, 32), nil
}

// SetPassword gives an officer a slot with this password, in place of the one
// that there was.
func (f *File) SetPassword(random io.Reader, m *Master, officer, password string, cost Cost) error {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return fmt.Errorf("make a slot: %w", err)
	}
	s := Slot{Kind: Officer, Holder: officer, Recipient: id.Recipient().String()}
	if s.Sealed, err = sealIdentity(random, id, password, cost); err != nil {
		return err
	}
	if err := s.wrap(m.byEpoch[m.Epoch]); err != nil {
		return err
	}
	if old := f.slot(officer); m.opener == nil || old != nil && old.Recipient == m.opener.Recipient().String() {
		m.opener = id
	}
	f.Remove(officer)
	f.Slots = append(f.Slots, s)
	return nil
}

func (f *File) slot(officer string) *Slot {
	for i := range f.Slots {
		if s := &f.Slots[i]; s.Kind == Officer && s.Holder == officer && s.Sealed != nil {
			return s
		}
	}
	return nil
}

func sealIdentity(random io.Reader, id *age.X25519Identity, password string, cost Cost) (*Sealed, error) {
	s := &Sealed{Cost: cost, Salt: make([]byte, 16)}
	if _, err := io.ReadFull(random, s.Salt); err != nil {
		return nil, fmt.Errorf("make a slot: %w", err)
	}
	key, err := cost.key(password, s.Salt)
	if err != nil {
		return nil, fmt.Errorf("make a slot: %w", err)
	}
	if s.Box, err = seal(random, key, []byte(id.String())); err != nil {
		return nil, fmt.Errorf("make a slot: %w", err)
	}
	return s, nil
}

// Cheaper reports whether the officer's password was set at a lower cost.
func (f *File) Cheaper(officer string, than Cost) bool {
	s := f.slot(officer)
	return s != nil && (s.Sealed.Cost.Memory < than.Memory || s.Sealed.Cost.Time < than.Time)
}

// Remove takes an officer's slot away. Who had copied the master key still has
// it: Rotate.
func (f *File) Remove(officer string) bool {
	n := len(f.Slots)
	f.Slots = slices.DeleteFunc(f.Slots, func(s Slot) bool { return s.Kind == Officer && s.Holder == officer })
	return len(f.Slots) < n
}

// WithPassword opens an officer's slot. It takes as long as the slot's cost
// says, for an officer without a slot as well.
func (f *File) WithPassword(officer, password string) (*Master, error) {
	s, id, err := f.identity(officer, password)
	if err != nil {
		return nil, err
	}
	return f.unlock(s, id)
}

// Holds reports whether the password opens the officer's slot.
func (f *File) Holds(officer, password string) error {
	_, _, err := f.identity(officer, password)
	return err
}

func (f *File) identity(officer, password string) (*Slot, *age.X25519Identity, error) {
	s := f.slot(officer)
	if s == nil {
		cost := Recommended
		for _, s := range f.Slots {
			if s.Sealed != nil {
				cost = s.Sealed.Cost
			}
		}
		_, _ = cost.key(password, make([]byte, 16)) // nobody learns from the time who works here
		return nil, nil, fmt.Errorf("open the slot of %q: %w", officer, errors.Join(ErrSecret, ErrNoSlot))
	}
	key, err := s.Sealed.Cost.key(password, s.Sealed.Salt)
	if err != nil {
		return nil, nil, fmt.Errorf("open the slot of %q: %w", officer, err)
	}
	text, err := unseal(key, s.Sealed.Box)
	if err != nil {
		return nil, nil, fmt.Errorf("open the slot of %q: %w", officer, ErrSecret)
	}
	id, err := age.ParseX25519Identity(string(text))
	if err != nil {
		return nil, nil, fmt.Errorf("open the slot of %q: %w", officer, ErrFile)
	}
	return s, id, nil
}

func seal(random io.Reader, key, text []byte) ([]byte, error) {
	aead, err := newGCM(key)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, aead.NonceSize())
	if _, err := io.ReadFull(random, nonce); err != nil {
		return nil, err
	}
	return aead.Seal(nonce, nonce, text, nil), nil
}

func unseal(key, box []byte) ([]byte, error) {
	aead, err := newGCM(key)
	if err != nil {
		return nil, err
	}
	if len(box) < aead.NonceSize() {
		return nil, ErrFile
	}
	return aead.Open(nil, box[:aead.NonceSize()], box[aead.NonceSize():], nil)
}

func newGCM(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

package cipherfs

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"sync"
	"sync/atomic"

	"sala/app/store/vfs"
)

// The parts of a page on disk, in bytes.
const (
	Reserve  = 32
	bodySize = vfs.PageSize - Reserve
	nonceAt  = bodySize
	tagAt    = nonceAt + 12
	epochAt  = tagAt + 16
	aes256   = 1 << 24 // algorithm 1 in the epoch's top byte
)

// Keys are the page keys of a database by epoch. It is safe for several
// goroutines.
type Keys struct {
	random io.Reader
	// Missing, if set, is asked once for the key of an epoch that is not there,
	// which another process may have brought in. It calls Add.
	Missing func(epoch uint32)

	former atomic.Uint64 // pages read under another than the current key

	mu      sync.RWMutex
	current uint32
	byEpoch map[uint32]cipher.AEAD
}

// NewKeys returns an empty set that takes its nonces from random.
func NewKeys(random io.Reader) *Keys {
	return &Keys{random: random, byEpoch: map[uint32]cipher.AEAD{}}
}

// Add brings in the key of an epoch (1..2^24-1, 32 bytes). Pages are written
// under the highest epoch.
func (k *Keys) Add(epoch uint32, key []byte) error {
	if epoch == 0 || epoch >= aes256 || len(key) != 32 {
		return errors.New("add a page key: not an epoch and 32 bytes")
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return fmt.Errorf("add a page key: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return fmt.Errorf("add a page key: %w", err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.byEpoch[epoch|aes256] = aead
	k.current = max(k.current, epoch|aes256)
	return nil
}

// Forget drops every key: after that no page can be read or written.
func (k *Keys) Forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	clear(k.byEpoch)
	k.current = 0
}

// RetireBefore drops the keys of the epochs before one, when no page is left
// that needs them.
func (k *Keys) RetireBefore(epoch uint32) {
	k.mu.Lock()
	defer k.mu.Unlock()
	maps.DeleteFunc(k.byEpoch, func(e uint32, _ cipher.AEAD) bool { return e < epoch|aes256 })
}

// Former returns how many pages were read so far under another key than the
// current one.
func (k *Keys) Former() uint64 { return k.former.Load() }

func (k *Keys) writing() (uint32, cipher.AEAD) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.current, k.byEpoch[k.current]
}

func (k *Keys) reading(epoch uint32) cipher.AEAD {
	k.mu.RLock()
	defer k.mu.RUnlock()
	if epoch != k.current {
		k.former.Add(1)
	}
	return k.byEpoch[epoch]
}

// bound is the associated data of a page.
type bound [13]byte

func (b *bound) set(kind vfs.Kind, position uint64, epoch uint32) []byte {
	b[0] = byte(kind)
	binary.LittleEndian.PutUint64(b[1:], position)
	binary.LittleEndian.PutUint32(b[9:], epoch)
	return b[:]
}

// seal encrypts a page into dst. It refuses a page whose reserved bytes are in
// use: SQLite was not told to keep them, and they would be lost.
func (k *Keys) seal(dst, page []byte, kind vfs.Kind, position uint64) bool {
	for _, b := range page[bodySize:] {
		if b != 0 {
			return false
		}
	}
	epoch, aead := k.writing()
	if aead == nil {
		return false
	}
	nonce := dst[nonceAt:tagAt]
	if _, err := io.ReadFull(k.random, nonce); err != nil {
		return false
	}
	// GCM appends its tag to the ciphertext, where the nonce stands: keep it.
	var keep [12]byte
	copy(keep[:], nonce)
	var ad bound
	sealed := aead.Seal(dst[:0], keep[:], page[:bodySize], ad.set(kind, position, epoch))
	copy(dst[tagAt:], sealed[bodySize:])
	copy(dst[nonceAt:], keep[:])
	binary.LittleEndian.PutUint32(dst[epochAt:], epoch)
	return true
}

// open decrypts a page in place and clears its reserved bytes. A page that is
// not what was written is cleared as a whole.
func (k *Keys) open(page []byte, kind vfs.Kind, position uint64) bool {
	epoch := binary.LittleEndian.Uint32(page[epochAt:])
	aead := k.reading(epoch)
	if aead == nil && k.Missing != nil && epoch&aes256 != 0 {
		k.Missing(epoch &^ aes256)
		aead = k.reading(epoch)
	}
	if aead == nil {
		clear(page)
		return false
	}
	var nonce [12]byte
	var tag [16]byte
	copy(nonce[:], page[nonceAt:tagAt])
	copy(tag[:], page[tagAt:epochAt])
	copy(page[bodySize:], tag[:])
	var ad bound
	if _, err := aead.Open(page[:0], nonce[:], page[:bodySize+16], ad.set(kind, position, epoch)); err != nil {
		clear(page)
		return false
	}
	clear(page[bodySize:])
	return true
}

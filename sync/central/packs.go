package central

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"sync"

	"sala/forms/pack"
	"sala/sync/wire"
)

// Spaces of the settings that packs need.
const (
	spacePackFile = "pack.file" // by name, "th@1.1.0": PackFile
	spacePackKey  = "pack.key"  // Ed25519 keys in hex whose packs are taken
)

// ErrSamePack means that another archive is known under the pack's name and
// version: what was sent out once is never replaced.
var ErrSamePack = errors.New("there is another pack of this name and version: give it a version of its own")

// ErrPackFaults means that the pack does not pass its own examples.
var ErrPackFaults = errors.New("the pack does not pass its own examples")

// PackFile is a signed pack that central has.
type PackFile struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Forms   int    `json:"forms"`
	Hash    string `json:"hash"` // of the attachment, SHA-256 in hex
	Size    int64  `json:"size"`
	At      int64  `json:"at"` // Unix milliseconds
}

// Name returns "th@1.1.0".
func (f PackFile) Name() string { return f.ID + "@" + f.Version }

// shelf keeps the packs that were read. What a name stands for never changes, so
// that a process may keep it.
type shelf struct {
	mu        sync.Mutex
	delivered []fs.FS // not read yet
	packs     map[string]*pack.Pack
}

// pack returns a pack by name, nil when central has none of it.
func (c *Central) pack(tx Tx, name string) (*pack.Pack, error) {
	p, err := c.shelf.take(name)
	if p != nil || err != nil {
		return p, err
	}
	b, err := tx.Setting(spacePackFile, name)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	var f PackFile
	if err == nil {
		err = json.Unmarshal(b, &f)
	}
	if err != nil {
		return nil, fmt.Errorf("find the pack %s: %w", name, err)
	}
	body, err := whole(tx, blobKey(everyOffice, f.Hash))
	if err != nil {
		return nil, fmt.Errorf("read the pack %s: %w", name, err)
	}
	keys, err := packKeys(tx)
	if err != nil {
		return nil, err
	}
	_, files, err := pack.Open(body, keys)
	if err != nil {
		return nil, fmt.Errorf("open the pack %s: %w", name, err)
	}
	if p, err = pack.Load(files); err != nil {
		return nil, fmt.Errorf("read the pack %s: %w", name, err)
	}
	c.shelf.put(name, p)
	return p, nil
}

// take returns a pack that was read, nil when none of that name was.
func (s *shelf) take(name string) (*pack.Pack, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.unpack(); err != nil {
		return nil, err
	}
	return s.packs[name], nil
}

func (s *shelf) put(name string, p *pack.Pack) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.packs[name] = p
}

// unpack reads the packs that the program brings along.
func (s *shelf) unpack() error {
	for len(s.delivered) > 0 {
		p, err := pack.Load(s.delivered[0])
		if err != nil {
			return fmt.Errorf("read a delivered pack: %w", err)
		}
		s.packs[p.Name()], s.delivered = p, s.delivered[1:]
	}
	return nil
}

// ReadPacks reads the packs that the program brings along, so that the first
// petition need not wait for it.
func (c *Central) ReadPacks() error {
	c.shelf.mu.Lock()
	defer c.shelf.mu.Unlock()
	return c.shelf.unpack()
}

func packKeys(tx Tx) ([]ed25519.PublicKey, error) {
	all, err := tx.Settings(spacePackKey)
	if err != nil {
		return nil, fmt.Errorf("read the keys of packs: %w", err)
	}
	var keys []ed25519.PublicKey
	for _, id := range sortedKeys(all) {
		k, err := hex.DecodeString(id)
		if err != nil || len(k) != ed25519.PublicKeySize {
			return nil, fmt.Errorf("the key of packs %q is not one", id)
		}
		keys = append(keys, k)
	}
	return keys, nil
}

// TrustPacks lets central take packs that this key signed.
func (c *Central) TrustPacks(ctx context.Context, key ed25519.PublicKey) error {
	if len(key) != ed25519.PublicKeySize {
		return errors.New("trust a key of packs: 32 bytes of Ed25519 are wanted")
	}
	return c.Store.Update(ctx, func(tx Tx) error { return tx.PutSetting(spacePackKey, hex.EncodeToString(key), []byte{1}) })
}

// AddPack takes a signed pack in, for OfferPack to send out. It must be signed
// by a key that central trusts and pass its own examples. Petitions that waited
// for its forms are looked at again.
func (c *Central) AddPack(ctx context.Context, archive []byte) (PackFile, error) {
	var keys []ed25519.PublicKey
	err := c.Store.View(ctx, func(tx Tx) (err error) { keys, err = packKeys(tx); return err })
	if err != nil {
		return PackFile{}, err
	}
	m, files, err := pack.Open(archive, keys)
	if err != nil {
		return PackFile{}, err
	}
	p, err := pack.Load(files)
	if err != nil {
		return PackFile{}, fmt.Errorf("add a pack: %w", err)
	}
	if faults := p.Check(files); len(faults) > 0 {
		return PackFile{}, fmt.Errorf("add the pack %s: %w: %w", p.Name(), ErrPackFaults, faults)
	}
	hash, err := c.PutAttachment(ctx, "", archive)
	if err != nil {
		return PackFile{}, err
	}
	f := PackFile{ID: m.ID, Version: m.Version, Forms: len(p.Forms()), Hash: hash, Size: int64(len(archive)), At: c.millis()}
	err = c.Store.Update(ctx, func(tx Tx) error {
		b, err := tx.Setting(spacePackFile, f.Name())
		if err == nil {
			var old PackFile
			if err = json.Unmarshal(b, &old); err == nil && old.Hash != f.Hash {
				err = ErrSamePack
			}
			return err
		}
		if !errors.Is(err, ErrNotFound) {
			return err
		}
		if err := putJSON(tx, spacePackFile, f.Name(), f); err != nil {
			return err
		}
		return c.retryAll(tx, ReasonFormUnknown, ReasonDepends)
	})
	if err != nil {
		return PackFile{}, fmt.Errorf("add the pack %s: %w", f.Name(), err)
	}
	return f, nil
}

// SendPack tells the stations of some offices, a stage of a roll-out, to run a
// pack that central has.
func (c *Central) SendPack(ctx context.Context, offices []string, name string) error {
	var f PackFile
	err := c.Store.View(ctx, func(tx Tx) error {
		b, err := tx.Setting(spacePackFile, name)
		if err == nil {
			err = json.Unmarshal(b, &f)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("send the pack %s: %w", name, err)
	}
	return c.OfferPack(ctx, offices, wire.PackOffer{Pack: f.ID, Version: f.Version, Attachment: f.Hash, Size: f.Size})
}

// delivered is the offer of the pack that programs bring along themselves.
func (c *Central) delivered(id string) (wire.PackOffer, bool) {
	for _, files := range c.Packs {
		if p, err := pack.Load(files); err == nil && p.ID == id {
			return wire.PackOffer{Pack: p.ID, Version: p.Version}, true
		}
	}
	return wire.PackOffer{}, false
}

// retryAll applies the rules again in all offices, in the order of their names.
func (c *Central) retryAll(tx Tx, reasons ...string) error {
	offices, err := tx.Offices()
	if err != nil {
		return err
	}
	for _, o := range offices {
		if _, err := tx.Office(o.ID); err != nil {
			return err
		}
		if err := c.retry(tx, o.ID, reasons...); err != nil {
			return err
		}
	}
	return nil
}

// PackFiles lists the signed packs that central has.
func (c *Central) PackFiles(ctx context.Context) ([]PackFile, error) {
	var out []PackFile
	err := c.Store.View(ctx, func(tx Tx) error {
		all, err := tx.Settings(spacePackFile)
		if err != nil {
			return err
		}
		for _, name := range sortedKeys(all) {
			var f PackFile
			if err := json.Unmarshal(all[name], &f); err != nil {
				return err
			}
			out = append(out, f)
		}
		return nil
	})
	return out, err
}

// whole returns a complete attachment's bytes.
func whole(tx Tx, key string) ([]byte, error) {
	a, err := tx.Attachment(key)
	if err != nil {
		return nil, err
	}
	body := make([]byte, 0, a.Size)
	for n := 0; int64(len(body)) < a.Size; n++ {
		b, err := tx.Chunk(key, n)
		if err != nil {
			return nil, err
		}
		if len(b) == 0 {
			return nil, fmt.Errorf("attachment %s: chunk %d is empty", key, n)
		}
		body = append(body, b...)
	}
	return body, nil
}

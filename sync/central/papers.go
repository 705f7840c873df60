package central

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sala/forms/act"
	"sala/forms/seal"
)

// How long the keys hold that certificates on paper are sealed with.
const (
	paperRootLife   = 30 * 365 * 24 * time.Hour
	paperOfficeLife = 10 * 365 * 24 * time.Hour
	paperKeyLife    = 2 * 365 * 24 * time.Hour
)

// Papers vouches for the keys with which stations seal certificates: the
// jurisdiction's root vouches for each office's key, and that for its
// stations' keys. The keys are files in a folder, readable by their owner only;
// a jurisdiction that keeps its root elsewhere puts only the offices' here.
type Papers struct {
	dir  string
	now  func() time.Time
	root seal.Identity
}

// OpenPapers reads the keys in dir, or makes the root there when dir has none.
func OpenPapers(dir string, now func() time.Time) (*Papers, error) {
	p := &Papers{dir: dir, now: now}
	var err error
	p.root, err = p.identity("paper-root", func() (seal.Identity, error) {
		return seal.NewRoot(rand.Reader, "Sala paper root", now().Add(-24*time.Hour), now().Add(paperRootLife))
	})
	return p, err
}

// Roots returns what verifiers of paper trust.
func (p *Papers) Roots() []seal.Root { return []seal.Root{p.root.Root()} }

// vouch returns the credential of a station's key, given as a compressed P-256
// point, and the roots, both encoded.
func (p *Papers) vouch(office, station string, point []byte) (credential, roots []byte, err error) {
	pub, err := seal.KeyAt(point)
	if err != nil {
		return nil, nil, fmt.Errorf("the key for paper: %w", err)
	}
	from := p.now().Add(-24 * time.Hour)
	id, err := p.identity("paper-office-"+office, func() (seal.Identity, error) {
		key, err := seal.NewKey(rand.Reader)
		if err != nil {
			return seal.Identity{}, err
		}
		c, err := p.root.VouchOffice(office, &key.PublicKey, from, p.now().Add(paperOfficeLife))
		return seal.Identity{Key: key, Credential: c}, err
	})
	if err != nil {
		return nil, nil, err
	}
	c, err := id.VouchStation(station, pub, from, p.now().Add(paperKeyLife))
	if err != nil {
		return nil, nil, err
	}
	if credential, err = act.Encode(c); err != nil {
		return nil, nil, err
	}
	roots, err = act.Encode(p.Roots())
	return credential, roots, err
}

// signList signs a revocation list with central's own key, for which the root
// vouches.
func (p *Papers) signList(r seal.Revocations) ([]byte, error) {
	id, err := p.identity("paper-central", func() (seal.Identity, error) {
		key, err := seal.NewKey(rand.Reader)
		if err != nil {
			return seal.Identity{}, err
		}
		c, err := p.root.VouchCentral("central", &key.PublicKey, p.now().Add(-24*time.Hour), p.now().Add(paperOfficeLife))
		return seal.Identity{Key: key, Credential: c}, err
	})
	if err != nil {
		return nil, err
	}
	return seal.SignRevocations(r, id)
}

// identity reads one key, or keeps the one that make returns.
func (p *Papers) identity(name string, make func() (seal.Identity, error)) (seal.Identity, error) {
	path := filepath.Join(p.dir, strings.ReplaceAll(name, string(filepath.Separator), "_")+".key")
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		id, err := make()
		if err == nil {
			b, err = id.Encode()
		}
		if err != nil {
			return seal.Identity{}, fmt.Errorf("make %s: %w", name, err)
		}
		if err := writeOnce(path, b); err != nil && !errors.Is(err, fs.ErrExist) {
			return seal.Identity{}, fmt.Errorf("keep %s: %w", name, err)
		}
		b, err = os.ReadFile(path)
		if err != nil {
			return seal.Identity{}, fmt.Errorf("read %s: %w", name, err)
		}
	} else if err != nil {
		return seal.Identity{}, fmt.Errorf("read %s: %w", name, err)
	}
	id, err := seal.DecodeIdentity(b)
	if err != nil {
		return seal.Identity{}, fmt.Errorf("read %s: %w", path, err)
	}
	return id, nil
}

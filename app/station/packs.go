package station

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sala/app/office"
	"sala/assets/packs"
	"sala/forms/act"
	"sala/forms/certificate"
	"sala/forms/definition"
	"sala/forms/pack"
	"sala/sync/client"
)

// PacksFolder is the name of the folder, in the station's, with the packs that
// were installed: the one in use and those before it.
const PacksFolder = "packs"

// packKeys is the secret under which the keys are kept whose packs the station
// takes, 32 bytes each.
const packKeys = client.PackKeys

// DeliveredPacks returns the names of the packs that the program brings along.
func DeliveredPacks() []string { return packs.Countries() }

// DeliveredFiles returns the files of one of DeliveredPacks.
func DeliveredFiles(name string) fs.FS { return packs.Files(name) }

// DeliveredPack loads one of DeliveredPacks.
func DeliveredPack(name string) (*pack.Pack, error) {
	p, err := pack.Load(packs.Files(name))
	if err != nil {
		return nil, fmt.Errorf("open the pack %q: %w", name, err)
	}
	return p, nil
}

// PackInUse loads the pack that the station in dir works with.
func PackInUse(dir string, c Config) (*pack.Pack, error) {
	files, err := packFiles(dir, c)
	if err != nil {
		return nil, err
	}
	p, err := pack.Load(files)
	if err != nil {
		return nil, fmt.Errorf("open the pack %q: %w", c.Pack, err)
	}
	return p, nil
}

// packFiles returns the files of the pack in use: the program's own, or an
// installed archive, which must be the one whose signature was checked then.
func packFiles(dir string, c Config) (fs.FS, error) {
	if c.PackFile == "" {
		return packs.Files(c.Pack), nil
	}
	b, err := os.ReadFile(filepath.Join(dir, PacksFolder, filepath.Base(c.PackFile)))
	if err != nil {
		return nil, &office.Error{Op: "open the pack", Code: "pack_missing", Args: map[string]any{"file": c.PackFile}, Err: err}
	}
	if hash := sha256.Sum256(b); hex.EncodeToString(hash[:]) != c.PackHash {
		return nil, &office.Error{Op: "open the pack", Code: "pack_altered", Args: map[string]any{"file": c.PackFile}}
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, fmt.Errorf("open the pack %s: %w", c.PackFile, err)
	}
	return z, nil
}

// CheckedPack is a signed pack that was looked at.
type CheckedPack struct {
	pack.Manifest
	Forms  int
	Faults definition.Faults // of its own checks; a pack with any is not put to use
}

// CheckPack checks a signed pack against keys, and everything in it.
func CheckPack(packed []byte, trusted []ed25519.PublicKey) (CheckedPack, error) {
	m, files, err := pack.Open(packed, trusted)
	if err != nil {
		return CheckedPack{}, packError(err)
	}
	c := CheckedPack{Manifest: m}
	p, err := pack.Load(files)
	var faults definition.Faults
	switch {
	case errors.As(err, &faults):
		c.Faults = faults
		return c, nil
	case err != nil:
		return c, packError(err)
	}
	c.Forms, c.Faults = len(p.Forms()), p.Check(files)
	if _, err := certificate.LoadTemplates(files); errors.As(err, &faults) {
		c.Faults = append(c.Faults, faults...)
	} else if err != nil {
		return c, packError(err)
	}
	return c, nil
}

// packError gives an error of a pack the code that its words are found by.
func packError(err error) error {
	for _, c := range []struct {
		cause error
		code  string
	}{{pack.ErrAltered, "pack_altered"}, {pack.ErrUntrusted, "pack_untrusted"}, {pack.ErrOlder, "pack_older"}, {pack.ErrMinimum, "pack_minimum"}} {
		if errors.Is(err, c.cause) {
			return &office.Error{Op: "check the pack", Code: c.code, Args: map[string]any{"file": "", "why": err.Error()}, Err: err}
		}
	}
	return &office.Error{Op: "check the pack", Code: "not_a_pack", Err: err}
}

// PackKeys returns the keys whose packs the station takes.
func (st *Station) PackKeys() ([]ed25519.PublicKey, error) {
	b, err := st.Store.Secrets().Load(packKeys)
	if errors.Is(err, fs.ErrNotExist) || err == nil && b == nil {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	raw, err := act.Decode[[][]byte](b)
	var out []ed25519.PublicKey
	for _, k := range raw {
		out = append(out, k)
	}
	return out, err
}

// TrustPacks lets the station take packs that this key signed.
func (st *Station) TrustPacks(s *office.Session, key ed25519.PublicKey) error {
	if !s.May(office.Administer) {
		return &office.Error{Op: "trust a key", Code: "not_allowed", Args: map[string]any{"action": string(office.Administer)}}
	}
	before, err := st.PackKeys()
	if err != nil {
		return err
	}
	var raw [][]byte
	for _, k := range before {
		if !k.Equal(key) {
			raw = append(raw, k)
		}
	}
	b, err := act.Encode(append(raw, key))
	if err != nil {
		return err
	}
	return st.Store.Secrets().Save(packKeys, b)
}

// InstallPack puts a signed pack to use, in place of the one in use, which stays
// beside it. The station works with it when it is opened next.
func (st *Station) InstallPack(ctx context.Context, s *office.Session, packed []byte) (CheckedPack, error) {
	return st.install(ctx, packed, s.UsePack, false)
}

// install checks a signed pack and puts it to use; journal writes that down.
func (st *Station) install(ctx context.Context, packed []byte, journal func(context.Context, act.Packing) error, rollback bool) (CheckedPack, error) {
	c, err := st.acceptable(packed, rollback)
	if err != nil {
		return c, err
	}
	older := pack.Accept(c.Manifest, st.packInUse(), Version, false)
	folder := filepath.Join(st.Dir, PacksFolder)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return c, fmt.Errorf("keep the pack: %w", err)
	}
	name := c.ID + "@" + c.Version + ".pack"
	if err := writeFile(filepath.Join(folder, name), packed, 0o644); err != nil {
		return c, err
	}
	return c, st.putToUse(ctx, name, packed, c.ID+"@"+c.Version, func(ctx context.Context, p act.Packing) error {
		p.Rollback = older != nil
		return journal(ctx, p)
	})
}

// usePack journals that an officer goes back to a pack, and then does.
func (st *Station) usePack(ctx context.Context, s *office.Session, file string, packed []byte, name string) error {
	return st.putToUse(ctx, file, packed, name, func(ctx context.Context, p act.Packing) error {
		p.Rollback = true
		return s.UsePack(ctx, p)
	})
}

// putToUse journals the change and then makes it.
func (st *Station) putToUse(ctx context.Context, file string, packed []byte, name string, journal func(context.Context, act.Packing) error) error {
	next := st.Config
	next.PackFile, next.PackHash = file, ""
	p := act.Packing{Name: name, Before: st.inUse()}
	if file != "" {
		hash := sha256.Sum256(packed)
		p.Hash, next.PackHash = hash[:], hex.EncodeToString(hash[:])
	}
	if err := journal(ctx, p); err != nil {
		return err
	}
	if err := next.Write(st.Dir); err != nil {
		return err
	}
	st.Config = next
	return nil
}

// KeptPacks returns the names of the packs that the station can roll back to:
// "th@1.0.0", the program's own last.
func (st *Station) KeptPacks() ([]string, error) {
	files, err := os.ReadDir(filepath.Join(st.Dir, PacksFolder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	own, err := DeliveredPack(st.Config.Pack)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, f := range files {
		if name, ok := strings.CutSuffix(f.Name(), ".pack"); ok && f.Name() != st.Config.PackFile {
			out = append(out, name)
		}
	}
	if st.Config.PackFile != "" {
		out = append(out, own.Name())
	}
	return out, nil
}

// RollBackPack puts an earlier pack to use again, by its name.
func (st *Station) RollBackPack(ctx context.Context, s *office.Session, name string) error {
	kept, err := st.KeptPacks()
	if err != nil {
		return err
	}
	if !slices.Contains(kept, name) {
		return &office.Error{Op: "roll back", Code: "pack_not_kept", Args: map[string]any{"pack": name, "kept": strings.Join(kept, ", ")}}
	}
	file := name + ".pack"
	b, err := os.ReadFile(filepath.Join(st.Dir, PacksFolder, file))
	if errors.Is(err, fs.ErrNotExist) { // the program's own
		return st.usePack(ctx, s, "", nil, name)
	}
	if err != nil {
		return fmt.Errorf("read the pack: %w", err)
	}
	trusted, err := st.PackKeys()
	if err != nil {
		return err
	}
	c, err := CheckPack(b, trusted)
	if err != nil {
		return err
	}
	if err := pack.Accept(c.Manifest, nil, Version, true); err != nil {
		return packError(err)
	}
	return st.usePack(ctx, s, file, b, name)
}

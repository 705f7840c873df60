package pack

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// Errors that a caller branches on.
var (
	ErrAltered   = errors.New("the pack was changed after it was signed")
	ErrUntrusted = errors.New("the pack is not signed by a key that this office trusts")
	ErrOlder     = errors.New("the pack is older than the one in use")
	ErrMinimum   = errors.New("the pack needs a newer version of the program")
)

// Limits of an archive.
const (
	maxFiles    = 5000
	maxUnpacked = 64 << 20
	maxArchive  = 32 << 20
)

const signatureDomain = "sala/pack/1\x00"

// Manifest is what is signed: the pack's name and the hash of each file.
type Manifest struct {
	ID      string            `json:"id"`
	Version string            `json:"version"`
	Minimum string            `json:"minimum,omitempty"`
	Files   map[string]string `json:"files"` // SHA-256 in hex by path
}

// Sign packs files into one archive (zip): the files, manifest.json with their
// hashes, and manifest.sig, the Ed25519 signature over "sala/pack/1\x00" and the
// manifest's bytes. The same files and key give the same bytes.
func Sign(files fs.FS, key ed25519.PrivateKey) ([]byte, error) {
	p, err := Load(files)
	if err != nil {
		return nil, err
	}
	m := Manifest{ID: p.ID, Version: p.Version, Minimum: p.Minimum, Files: map[string]string{}}
	content := map[string][]byte{}
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(name, "manifest.") {
			return err
		}
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(b)
		m.Files[name], content[name] = hex.EncodeToString(sum[:]), b
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("sign pack: %w", err)
	}
	manifest, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return nil, fmt.Errorf("sign pack: %w", err)
	}
	content["manifest.json"] = manifest
	content["manifest.sig"] = ed25519.Sign(key, append([]byte(signatureDomain), manifest...))
	return archive(content)
}

func archive(content map[string][]byte) ([]byte, error) {
	names := make([]string, 0, len(content))
	for name := range content {
		names = append(names, name)
	}
	slices.Sort(names)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range names {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return nil, fmt.Errorf("sign pack: %w", err)
		}
		if _, err := w.Write(content[name]); err != nil {
			return nil, fmt.Errorf("sign pack: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("sign pack: %w", err)
	}
	return out.Bytes(), nil
}

// Open checks an archive that Sign wrote, against the keys that the office
// trusts, and returns its manifest and files. The error wraps ErrUntrusted when
// none of the keys signed it and ErrAltered when a file is not the one that was
// signed, is missing, or was added.
func Open(packed []byte, trusted []ed25519.PublicKey) (Manifest, fs.FS, error) {
	fail := func(err error) (Manifest, fs.FS, error) { return Manifest{}, nil, fmt.Errorf("open pack: %w", err) }
	if len(packed) > maxArchive {
		return fail(fmt.Errorf("larger than %d bytes", maxArchive))
	}
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return fail(err)
	}
	content, err := unpack(z)
	if err != nil {
		return fail(err)
	}
	signed := append([]byte(signatureDomain), content["manifest.json"]...)
	if !slices.ContainsFunc(trusted, func(k ed25519.PublicKey) bool { return ed25519.Verify(k, signed, content["manifest.sig"]) }) {
		return fail(ErrUntrusted)
	}
	var m Manifest
	if err := json.Unmarshal(content["manifest.json"], &m); err != nil {
		return fail(err)
	}
	if len(m.Files) != len(content)-2 {
		return fail(ErrAltered)
	}
	for name, want := range m.Files {
		sum := sha256.Sum256(content[name])
		if hex.EncodeToString(sum[:]) != want {
			return fail(fmt.Errorf("%s: %w", name, ErrAltered))
		}
	}
	return m, z, nil
}

func unpack(z *zip.Reader) (map[string][]byte, error) {
	if len(z.File) > maxFiles {
		return nil, fmt.Errorf("more than %d files", maxFiles)
	}
	content, left := map[string][]byte{}, int64(maxUnpacked)
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		if !fs.ValidPath(f.Name) {
			return nil, fmt.Errorf("%q is no path within the pack", f.Name)
		}
		if _, twice := content[f.Name]; twice {
			return nil, fmt.Errorf("%s: %w", f.Name, ErrAltered)
		}
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		b, err := io.ReadAll(io.LimitReader(r, left+1))
		r.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		if left -= int64(len(b)); left < 0 {
			return nil, fmt.Errorf("more than %d bytes when unpacked", maxUnpacked)
		}
		content[f.Name] = b
	}
	return content, nil
}

// Accept decides whether a pack may be put to use where current (nil for none)
// is in use and the program has version program. An officer may roll back to
// an older pack; nobody may use one that needs a newer program.
func Accept(next Manifest, current *Manifest, program string, rollback bool) error {
	v, err := ParseVersion(next.Version)
	if err != nil {
		return err
	}
	if next.Minimum != "" {
		least, err := ParseVersion(next.Minimum)
		if err != nil {
			return err
		}
		if have, err := ParseVersion(program); err != nil || have.Compare(least) < 0 {
			return fmt.Errorf("%s, this is %s: %w", next.Minimum, program, ErrMinimum)
		}
	}
	if current == nil || current.ID != next.ID || rollback {
		return nil
	}
	if in, err := ParseVersion(current.Version); err == nil && v.Compare(in) < 0 {
		return fmt.Errorf("%s after %s: %w", next.Version, current.Version, ErrOlder)
	}
	return nil
}

package station

import (
	"context"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"sala/app/paper"
	"sala/app/words"
	"sala/assets/packs"
	"sala/forms/act"
	"sala/forms/certificate"
	"sala/forms/seal"
)

// RootFile is the name under which WriteSamples leaves the demonstration's root
// certificate, in PEM, for programs that check signed PDFs.
const RootFile = "root.pem"

// Sampled is a specimen that was written.
type Sampled struct {
	Template string `json:"template"`
	Title    string `json:"title"`
	Language string `json:"language"`
	File     string `json:"file"`
	Bytes    int    `json:"bytes"`
	Seal     string `json:"seal"`
}

// WriteSamples writes a specimen of every certificate of the delivered packs, or
// of one template, with invented people, into dir. They are sealed and signed
// under a root of this one run, which is left beside them so that they can be
// verified: TrustFile for salactl, RootFile for other programs.
func WriteSamples(ctx context.Context, dir, template string, now time.Time, progress func(done, total int)) ([]Sampled, error) {
	var files []fs.FS
	for _, name := range packs.Countries() {
		files = append(files, packs.Files(name))
	}
	templates, err := certificate.LoadTemplates(files...)
	if err != nil {
		return nil, fmt.Errorf("read the templates: %w", err)
	}
	all, err := templates.Samples()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make the folder for the samples: %w", err)
	}
	catalogue, err := words.Open()
	if err != nil {
		return nil, fmt.Errorf("read the words: %w", err)
	}
	house, err := newSampleHouse(dir, catalogue, now)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(s certificate.SampleDocument) bool { return template != "" && s.Template != template })
	var out []Sampled
	for i, s := range all {
		one, err := house.write(ctx, s)
		if err != nil {
			return out, fmt.Errorf("sample of %s: %w", s.Template, err)
		}
		out = append(out, one)
		progress(i+1, len(all))
	}
	return out, house.keepRoot()
}

// sampleHouse is a root with an office and a station for each issuer.
type sampleHouse struct {
	dir         string
	root        seal.Identity
	from, until time.Time
	catalogue   *words.Catalogue
	setters     map[string]*paper.Typesetter // by issuer
}

func newSampleHouse(dir string, catalogue *words.Catalogue, now time.Time) (*sampleHouse, error) {
	// The specimens bear a fixed day: the keys hold on it and for years around.
	h := &sampleHouse{dir: dir, from: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), until: now.AddDate(10, 0, 0), catalogue: catalogue, setters: map[string]*paper.Typesetter{}}
	var err error
	h.root, err = seal.NewRoot(rand.Reader, "Demonstration root", h.from, h.until)
	return h, err
}

// setter returns the typesetter of an issuer's station.
func (h *sampleHouse) setter(issuer string) (*paper.Typesetter, error) {
	if t := h.setters[issuer]; t != nil {
		return t, nil
	}
	office, err := seal.NewKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	desk, err := seal.NewKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	vouched, err := h.root.VouchOffice(issuer, &office.PublicKey, h.from, h.until)
	if err != nil {
		return nil, err
	}
	credential, err := seal.Identity{Key: office, Credential: vouched}.VouchStation(issuer+"-D01", &desk.PublicKey, h.from, h.until)
	if err != nil {
		return nil, err
	}
	t, err := paper.New(seal.Identity{Key: desk, Credential: credential}, h.catalogue)
	if err == nil {
		h.setters[issuer] = t
	}
	return t, err
}

func (h *sampleHouse) write(ctx context.Context, s certificate.SampleDocument) (Sampled, error) {
	t, err := h.setter(s.Document.Issuer.ID)
	if err != nil {
		return Sampled{}, err
	}
	text, err := t.Seal(s.Document)
	if err != nil {
		return Sampled{}, err
	}
	pdf, err := t.Certificate(ctx, s.Document, text)
	if err != nil {
		return Sampled{}, err
	}
	file := filepath.Join(h.dir, s.Template+".pdf")
	if err := writeFile(file, pdf, 0o644); err != nil {
		return Sampled{}, err
	}
	return Sampled{Template: s.Template, Title: s.Document.Title, Language: s.Document.Language, File: file, Bytes: len(pdf), Seal: text}, nil
}

// keepRoot leaves the root where verifiers find it.
func (h *sampleHouse) keepRoot() error {
	b, err := act.Encode(Trust{Roots: []seal.Root{h.root.Root()}, X509: h.root.X509})
	if err != nil {
		return err
	}
	if err := writeFile(filepath.Join(h.dir, TrustFile), b, 0o644); err != nil {
		return err
	}
	p := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: h.root.X509[len(h.root.X509)-1]})
	return writeFile(filepath.Join(h.dir, RootFile), p, 0o644)
}

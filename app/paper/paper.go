// Package paper makes what people carry home: certificates as sealed, signed
// PDF/A files and receipts as pictures for a receipt printer. The same document
// gives the same bytes.
//
// It never decides what stands on a document: that is forms/certificate's.
package paper

import (
	"bytes"
	"context"
	"crypto/x509"
	"fmt"

	"rsc.io/qr"

	"sala/app/paper/pdf"
	"sala/app/paper/typeset"
	"sala/app/words"
	"sala/assets/dictionary"
	"sala/assets/fonts"
	"sala/assets/icc"
	"sala/forms/certificate"
	"sala/forms/script"
	"sala/forms/seal"
)

// Typesetter fulfils office.Typesetter for one station. It is safe for several
// goroutines.
type Typesetter struct {
	family  *typeset.Family
	words   *words.Catalogue
	station seal.Identity
	chain   []*x509.Certificate
	void    []byte // PNG
	profile pdf.Profile
	marks   Marks
}

// Marks are an office's own pictures, PNG without transparency. Where one is
// nil a frame says that it is a specimen.
type Marks struct {
	Emblem []byte // 22 by 22 mm, above the title
	Stamp  []byte // 18 by 18 mm, at the end of a Korean certificate
}

// With returns a typesetter that prints an office's own pictures.
func (t *Typesetter) With(m Marks) *Typesetter {
	other := *t
	other.marks = m
	return &other
}

// New returns a typesetter that seals and signs as the station.
func New(station seal.Identity, catalogue *words.Catalogue) (*Typesetter, error) {
	chain, err := station.Certificates()
	if err != nil {
		return nil, fmt.Errorf("paper: %w", err)
	}
	if len(chain) == 0 {
		return nil, fmt.Errorf("paper: station %s has no certificate to sign with", station.Name)
	}
	family, err := newFamily()
	if err != nil {
		return nil, fmt.Errorf("paper: %w", err)
	}
	void, err := voidBand()
	if err != nil {
		return nil, fmt.Errorf("paper: %w", err)
	}
	return &Typesetter{family: family, words: catalogue, station: station, chain: chain, void: void, profile: pdf.NewProfile(icc.SRGB())}, nil
}

// Working returns a typesetter of working papers only: it has no key, so it
// seals and signs nothing.
func Working(catalogue *words.Catalogue) (*Typesetter, error) {
	family, err := newFamily()
	if err != nil {
		return nil, fmt.Errorf("paper: %w", err)
	}
	return &Typesetter{family: family, words: catalogue, profile: pdf.NewProfile(icc.SRGB())}, nil
}

func newFamily() (*typeset.Family, error) {
	thai, err := typeset.OpenShaped("Sarabun", fonts.SarabunRegular())
	if err != nil {
		return nil, err
	}
	thaiBold, err := typeset.OpenShaped("Sarabun Bold", fonts.SarabunBold())
	if err != nil {
		return nil, err
	}
	korean, err := typeset.Open("Sala Gothic", fonts.KoreanRegular())
	if err != nil {
		return nil, err
	}
	koreanBold, err := typeset.Open("Sala Gothic Bold", fonts.KoreanBold())
	if err != nil {
		return nil, err
	}
	return typeset.NewFamily(thai, thaiBold, korean, koreanBold, script.NewBreaker(dictionary.Thai()))
}

// Seal returns the exact text of the QR on the document.
func (t *Typesetter) Seal(doc certificate.Document) (string, error) {
	s, err := seal.Of(doc)
	if err != nil {
		return "", err
	}
	return seal.Sign(s, t.station)
}

// Certificate returns the PDF of a document with its seal.
func (t *Typesetter) Certificate(ctx context.Context, doc certificate.Document, sealText string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	code, err := qr.Encode(sealText, qr.M)
	if err != nil {
		return nil, fmt.Errorf("certificate %s: draw the seal: %w", doc.Number, err)
	}
	content, err := doc.Encode()
	if err != nil {
		return nil, fmt.Errorf("certificate %s: %w", doc.Number, err)
	}
	l, err := arrange(t, doc, code)
	if err != nil {
		return nil, fmt.Errorf("certificate %s: %w", doc.Number, err)
	}
	font, err := l.set.Font()
	if err != nil {
		return nil, fmt.Errorf("certificate %s: %w", doc.Number, err)
	}
	about := l.about()
	d := pdf.NewDrawing(about, t.family.Units())
	l.draw(d)
	b, err := d.Bytes(about, font, t.profile, &pdf.Own{Seal: sealText, Content: content}, &pdf.Signature{
		Key: t.station.Key, Chain: t.chain, Name: t.station.Name, Reason: doc.Title + " " + doc.Number, Location: about.Author,
	})
	if err != nil {
		return nil, fmt.Errorf("certificate %s: %w", doc.Number, err)
	}
	return b, nil
}

// Pages returns how many pages a PDF of Certificate has. gofpdf writes each with
// this mark, and nothing else of the file can hold it.
func (t *Typesetter) Pages(file []byte) int { return bytes.Count(file, []byte("<</Type /Page\n")) }

package station

import (
	"bytes"
	"context"
	"errors"
	"time"

	"sala/app/office"
	"sala/app/paper"
	"sala/forms/certificate"
	"sala/forms/seal"
)

// Verifier checks paper with no network, by what the station in a folder
// believes. It needs no password.
type Verifier struct {
	trust Trust
	list  seal.Revocations
	now   func() time.Time
	store office.Store // nil: says nothing of what became of a certificate
}

// NewVerifier returns the verifier of the station in dir. With a store it also
// says what became of the certificates that the station made out.
func NewVerifier(dir string, now func() time.Time, s office.Store) (*Verifier, error) {
	t, err := ReadTrust(dir)
	if err != nil {
		return nil, err
	}
	return &Verifier{trust: t, list: readRevocations(dir, t), now: now, store: s}, nil
}

// Seal checks the text of a seal.
func (v *Verifier) Seal(ctx context.Context, text string) (office.Verdict, error) {
	sealed, err := seal.Verify(text, v.seals())
	return v.verdict(ctx, sealed, nil, err)
}

// PDF checks a certificate's file.
func (v *Verifier) PDF(ctx context.Context, file []byte) (office.Verdict, error) {
	roots, err := paper.Roots(v.trust.X509...)
	if err != nil {
		return office.Verdict{}, err
	}
	sealed, doc, err := paper.Verify(file, v.seals(), roots)
	if errors.Is(err, seal.ErrNotSeal) && !whole(file) {
		return office.Verdict{Code: "pdf_damaged", Word: "pdf_damaged", List: v.List()}, nil
	}
	return v.verdict(ctx, sealed, &doc, err)
}

// Picture checks the code on a picture (PNG or JPEG): a scan of a page or a photo
// of the code. The error's code is "no_code" when none can be read.
func (v *Verifier) Picture(ctx context.Context, file []byte) (office.Verdict, error) {
	text, err := paper.ReadPicture(bytes.NewReader(file))
	if err != nil {
		return office.Verdict{}, &office.Error{Op: "read the code", Code: "no_code", Err: err}
	}
	return v.Seal(ctx, text)
}

// whole reports whether a file has both ends of a PDF (ISO 32000-1, sections
// 7.5.2 and 7.5.5). What was cut off in a copy has not.
func whole(file []byte) bool {
	return bytes.HasPrefix(file, []byte("%PDF-")) && bytes.Contains(file[max(0, len(file)-1024):], []byte("%%EOF"))
}

func (v *Verifier) seals() seal.Trust {
	return seal.Trust{Roots: v.trust.Roots, Revocations: v.list, Now: v.now()}
}

func (v *Verifier) verdict(ctx context.Context, s seal.Sealed, doc *certificate.Document, trouble error) (office.Verdict, error) {
	code := seal.Code(trouble)
	out := office.Verdict{Stands: trouble == nil, Code: code, Word: code, List: v.List()}
	if s.Number == "" {
		return out, nil
	}
	out.Sealed, out.Document = &s, doc
	out.Status = certificate.Final
	if s.Provisional {
		out.Status = certificate.Provisional
	}
	var known certificate.Status
	if v.store != nil {
		err := v.store.Read(ctx, func(r office.Reader) error {
			c, err := r.Certificate(s.Number)
			if errors.Is(err, office.ErrNotFound) {
				return nil
			}
			if err == nil {
				out.Known, out.Status, known = true, c.Status, c.Status
			}
			return err
		})
		if err != nil {
			return out, err
		}
	}
	out.Word = seal.Verdict(s, trouble, known)
	if out.Status == certificate.Void && out.Stands {
		out.Stands, out.Code = false, seal.Code(seal.ErrRevoked)
	}
	if since, reason, ok := v.list.Names(s); ok {
		out.Revoked, out.Status = &office.Revoked{Since: since, Reason: reason}, certificate.Void
	}
	return out, nil
}

// File checks a PDF, or the code on a picture of one.
func (v *Verifier) File(ctx context.Context, file []byte) (office.Verdict, error) {
	if bytes.HasPrefix(file, []byte("\x89PNG\r\n")) || bytes.HasPrefix(file, []byte("\xff\xd8\xff")) {
		return v.Picture(ctx, file)
	}
	return v.PDF(ctx, file)
}

// Checker verifies paper at an open station: by what central has said so far,
// and by what the station itself knows.
type Checker struct{ st *Station }

// Checker returns the station's.
func (st *Station) Checker() Checker { return Checker{st} }

func (c Checker) verifier() (*Verifier, error) {
	return NewVerifier(c.st.Dir, c.st.Office.Now, c.st.Store)
}

// Seal checks the text of a code.
func (c Checker) Seal(ctx context.Context, text string) (office.Verdict, error) {
	v, err := c.verifier()
	if err != nil {
		return office.Verdict{}, &office.Error{Op: "verify", Code: "not_enrolled", Err: err}
	}
	return v.Seal(ctx, text)
}

// File checks a PDF, or the code on a picture of one.
func (c Checker) File(ctx context.Context, file []byte) (office.Verdict, error) {
	v, err := c.verifier()
	if err != nil {
		return office.Verdict{}, &office.Error{Op: "verify", Code: "not_enrolled", Err: err}
	}
	return v.File(ctx, file)
}

// List says by which list of revocations papers are judged.
func (c Checker) List() office.RevocationList {
	v, err := c.verifier()
	if err != nil {
		return office.RevocationList{}
	}
	return v.List()
}

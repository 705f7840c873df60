package rehearsal

import (
	"context"
	"strings"
	"time"

	"sala/app/office"
	"sala/forms/certificate"
	"sala/forms/seal"
)

// Papers verifies papers by the word in the text of their code: "SALA1:REVOKED"
// is revoked.
type Papers struct {
	Missing bool // there is no list of revocations
}

// List is two days old.
func (p Papers) List() office.RevocationList {
	if p.Missing {
		return office.RevocationList{}
	}
	return office.RevocationList{Serial: 7, AsOf: time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC), Days: 2}
}

// Seal returns the verdict that the text names.
func (p Papers) Seal(_ context.Context, text string) (office.Verdict, error) {
	word, ok := strings.CutPrefix(strings.ToLower(text), strings.ToLower(seal.Prefix))
	v := office.Verdict{Word: word, List: p.List()}
	if !ok {
		v.Word = "not_a_seal"
	}
	v.Stands = word == "final" || word == "provisional" || word == "genuine"
	switch v.Word {
	case "final", "provisional", "genuine", "revoked", "expired":
		v.Sealed = &seal.Sealed{Issuer: "TH-5001", Station: "TH-5001-D01", Number: "ทร.TH-5001-2569-000124", Template: "th.house-register-copy", Name: "นายสมชาย ใจดี", Personal: "1-1017-xxxxx-xx-8",
			Issued: time.Date(2026, 11, 21, 3, 30, 0, 0, time.UTC), Provisional: word == "provisional"}
		v.Status = map[string]certificate.Status{"provisional": certificate.Provisional, "revoked": certificate.Void}[word]
		if v.Status == "" {
			v.Status = certificate.Final
		}
	}
	if word == "revoked" {
		v.Revoked = &office.Revoked{Since: time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC), Reason: "voided"}
	}
	if !v.Stands {
		v.Code = v.Word
	}
	return v, nil
}

// File says that every file was changed.
func (p Papers) File(ctx context.Context, _ []byte) (office.Verdict, error) {
	return p.Seal(ctx, seal.Prefix+"CHANGED")
}

package packs_test

import (
	"testing"

	"sala/assets/packs"
	"sala/forms/certificate"
	"sala/forms/pack"
)

// TestCertificatesExist: a form that leads to a certificate leads to one that
// its pack has.
func TestCertificatesExist(t *testing.T) {
	for _, country := range packs.Countries() {
		p, err := pack.Load(packs.Files(country))
		if err != nil {
			t.Fatal(err)
		}
		templates, err := certificate.LoadTemplates(packs.Files(country))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range p.Forms() {
			for _, o := range f.LeadsTo {
				if o.Certificate == "" {
					continue
				}
				if _, ok := templates.Template(o.Certificate); !ok {
					t.Errorf("%s leads to certificate %s, which the pack %s does not have", f.ID, o.Certificate, p.ID)
				}
			}
		}
	}
}

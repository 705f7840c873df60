package paper_test

import (
	"io/fs"
	"testing"

	"sala/assets/packs"
	"sala/forms/certificate"
)

func templates(t testing.TB) *certificate.Templates {
	t.Helper()
	var all []fs.FS
	for _, c := range packs.Countries() {
		all = append(all, packs.Files(c))
	}
	ts, err := certificate.LoadTemplates(all...)
	if err != nil {
		t.Fatal(err)
	}
	return ts
}

func TestSamples(t *testing.T) {
	samples, err := templates(t).Samples()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range samples {
		h := demonstrationOf(t, s.Document.Issuer.ID)
		b, _ := make1(t, h, s.Document)
		write(t, s.Template+".pdf", b)
		t.Logf("%s %d", s.Template, len(b))
	}
}

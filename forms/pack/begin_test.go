package pack_test

import (
	"errors"
	"testing"

	"sala/forms/definition"
	"sala/forms/pack"
)

// A pack that was begun knows what it is, and tells at Wait what is wrong with
// its forms; nothing of one with faults can be used.
func TestBegin(t *testing.T) {
	files := smallPack(small, "{certificate: th.lost}")
	p, err := pack.Begin(files)
	if err != nil || p.Name() != "x@1.0.0" {
		t.Fatalf("the pack %v is begun with %v", p, err)
	}
	var faults definition.Faults
	if err := p.Wait(); !errors.As(err, &faults) {
		t.Errorf("its forms are read with %v", err)
	}
	if _, all := pack.Load(files); all == nil || all.Error() != p.Wait().Error() {
		t.Errorf("Load says %v, Wait %v", all, p.Wait())
	}
	_, form := p.Form("a")
	_, template := p.Templates().Template("th.paper")
	if form || template || len(p.Forms()) > 0 {
		t.Errorf("a pack with faults has a form (%v), a certificate (%v) and %d forms", form, template, len(p.Forms()))
	}

	delete(files, "pack.yaml")
	if _, err := pack.Begin(files); err == nil {
		t.Error("a pack without pack.yaml is begun")
	}
	odd := smallPack(small, "{certificate: th.lost}")
	odd["library.yaml"] = files["forms/a.yaml"] // no library, which is told with the faults of the forms
	if _, err := pack.Begin(odd); !errors.As(err, &faults) || len(faults) < 2 {
		t.Errorf("a pack without a library is begun with %v", err)
	}
}

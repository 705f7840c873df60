package certificate_test

import (
	"errors"
	"testing"

	"sala/forms/certificate"
)

// A field that is missing is named as it would stand on the paper.
func TestMissingFieldHasItsLabel(t *testing.T) {
	ts := shipped(t)
	for _, id := range []string{"th.birth", "kr.vehicle-register", "th.building-permit"} {
		tpl, ok := ts.Template(id)
		if !ok {
			t.Fatal(id)
		}
		_, err := tpl.Fill(map[string]any{}, certificate.Specimen(tpl))
		var field *certificate.FieldError
		if !errors.As(err, &field) {
			t.Errorf("%s without any value: %v", id, err)
			continue
		}
		if field.Label == "" || field.Name() != field.Label {
			t.Errorf("%s: the field %s is called %q", id, field.Field, field.Name())
		}
	}
	bare := &certificate.FieldError{Field: "x.y"}
	if bare.Name() != "x.y" {
		t.Errorf("a field of a sentence is called %q", bare.Name())
	}
}

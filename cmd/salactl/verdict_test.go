package main

import (
	"bytes"
	"strings"
	"testing"

	"sala/app/office"
	"sala/forms/certificate"
	"sala/forms/seal"
)

// Who verifies a kiosk's paper is told by which order it was given; of one that
// an officer approved, and where only its code was read, there is nothing to tell.
func TestVerdictNamesTheStandingOrder(t *testing.T) {
	const order = "th.house-register-copy@1.0.0"
	for name, test := range map[string]struct {
		doc  *certificate.Document
		want string
	}{
		"a kiosk's":    {&certificate.Document{Extra: map[string]string{"order": order}}, "  By standing order: " + order + "\n"},
		"an officer's": {&certificate.Document{}, ""},
		"a code":       {nil, ""},
	} {
		out := new(bytes.Buffer)
		c := &console{out: out, language: "en"}
		if err := c.open(); err != nil {
			t.Fatal(err)
		}
		v := office.Verdict{Stands: true, Sealed: &seal.Sealed{Number: "1"}, Document: test.doc, Status: certificate.Final}
		if err := c.tellVerdict(v); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), test.want) || test.want == "" && strings.Contains(out.String(), "order") {
			t.Errorf("of %s it says\n%s", name, out)
		}
	}
}

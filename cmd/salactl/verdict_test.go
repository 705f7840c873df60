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
// an officer approved there is nothing to tell.
func TestVerdictNamesTheStandingOrder(t *testing.T) {
	for order, want := range map[string]string{"th.house-register-copy@1.0.0": "  By standing order: th.house-register-copy@1.0.0\n", "": ""} {
		out := new(bytes.Buffer)
		c := &console{out: out, language: "en"}
		if err := c.open(); err != nil {
			t.Fatal(err)
		}
		doc := certificate.Document{}
		if order != "" {
			doc.Extra = map[string]string{"order": order}
		}
		v := office.Verdict{Stands: true, Sealed: &seal.Sealed{Number: "1"}, Document: &doc, Status: certificate.Final}
		if err := c.tellVerdict(v); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), want) || want == "" && strings.Contains(out.String(), "order") {
			t.Errorf("of the order %q it says\n%s", order, out)
		}
		if got := (office.Verdict{}).Order(); got != "" {
			t.Errorf("a code that was read names the order %q", got)
		}
	}
}

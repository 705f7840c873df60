package pack_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"sala/assets/packs"
	"sala/forms/definition"
	"sala/forms/pack"
)

const small = `id: x.paper
version: 1.0.0
country: TH
language: th
title: T
comment: a specimen
fields:
  who: {kind: text}
subject: {name: "{who}"}
blocks:
  - rows: [{label: L, value: "{%s}"}]
certifies: so it is
sample: {who: W}
`

func smallPack(template, leads string) fstest.MapFS {
	return fstest.MapFS{
		"pack.yaml":               {Data: []byte("id: x\nversion: 1.0.0\ncountry: TH\ncurrency: THB\nlanguages: [th]\ntitle: {th: x}\n")},
		"certificates/paper.yaml": {Data: []byte(strings.ReplaceAll(template, "x.paper", "th.paper"))},
		"forms/a.yaml": {Data: []byte("id: a\nversion: 1.0.0\ncountry: TH\ntitle: {th: x}\nleads_to:\n  - " + leads +
			"\nsections: [{id: s, title: {th: s}, questions: [{id: q, kind: text, label: {th: q}}]}]\n")},
	}
}

// What a certificate would lack on paper is a fault of the pack, with file and
// line.
func TestCertificatesAreChecked(t *testing.T) {
	good := strings.ReplaceAll(small, "%s", "who")
	for _, c := range []struct {
		name, template, leads, want string
	}{
		{"all well", good, "{certificate: th.paper, set: {who: q}}", ""},
		{"a field that is not declared", strings.ReplaceAll(small, "%s", "whom"), "{certificate: th.paper, set: {who: q}}", `certificates/paper.yaml:11: template_no_field name="whom"`},
		{"a field that nobody gives", good, "{certificate: th.paper}", `forms/a.yaml:6: certificate_field certificate="th.paper" field="who"`},
		{"a field that it does not have", good, "{certificate: th.paper, set: {who: q, when: q}}", `forms/a.yaml:6: certificate_extra certificate="th.paper" field="when"`},
		{"a certificate that is not there", good, "{certificate: th.lost}", `forms/a.yaml:6: no_certificate certificate="th.lost"`},
		{"a record of no register that is named", good, "{certificate: th.paper, from: land, set: {who: q}}", "outcome_from"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := pack.Load(smallPack(c.template, c.leads))
			var faults definition.Faults
			switch {
			case c.want == "" && err != nil:
				t.Error(err)
			case c.want != "" && (!errors.As(err, &faults) || !strings.Contains(err.Error(), c.want)):
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}

// No template lies there for nothing.
func TestEveryTemplateHasAForm(t *testing.T) {
	for _, country := range packs.Countries() {
		p := load(t, country)
		used := map[string]bool{}
		for _, f := range p.Forms() {
			for _, o := range f.LeadsTo {
				used[o.Certificate] = true
			}
		}
		for _, tpl := range p.Templates().All() {
			if !used[tpl.ID] {
				t.Errorf("no form leads to %s", tpl.ID)
			}
		}
	}
}

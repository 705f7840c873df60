package pack_test

import (
	"os"
	"strings"
	"testing"

	"sala/assets/packs"
	"sala/forms/definition"
	"sala/forms/fee"
	"sala/forms/pack"
)

// Every form of the packs has an example that passes and one that fails with
// the problems that it names.
func TestExamples(t *testing.T) {
	for _, country := range packs.Countries() {
		t.Run(country, func(t *testing.T) {
			files := packs.Files(country)
			for _, fault := range load(t, country).Check(files) {
				t.Error(fault)
			}
		})
	}
}

func BenchmarkFigureLoadAndCheckPacks(b *testing.B) {
	for range b.N {
		for _, country := range packs.Countries() {
			p, err := pack.Load(packs.Files(country))
			if err != nil {
				b.Fatal(err)
			}
			if faults := p.Check(packs.Files(country)); len(faults) > 0 {
				b.Fatal(faults)
			}
		}
	}
}

// The form in the guide for authors is a right one.
func TestGuide(t *testing.T) {
	guide, err := os.ReadFile("../../assets/packs/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(guide), "```yaml\n")
	source, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatal("the guide has no form")
	}
	library := load(t, "th").Library()
	library.Fees = fee.Schedule{"dog": {{Minor: 2000}}}
	if _, err := definition.Read("README.md", []byte(source), library); err != nil {
		t.Error(err)
	}
}

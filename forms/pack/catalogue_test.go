package pack_test

import (
	"testing"

	"sala/assets/packs"
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

package pack_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml/parser"

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

// BenchmarkFigureLoadAndCheckPacks loads every pack and checks every form with
// its examples; beside it stands parsing the same files as YAML and no more.
func BenchmarkFigureLoadAndCheckPacks(b *testing.B) {
	var load, check, parse time.Duration
	forms := 0
	for b.Loop() {
		forms = 0
		for _, country := range packs.Countries() {
			files := packs.Files(country)
			began := time.Now()
			p, err := pack.Load(files)
			if err != nil {
				b.Fatal(err)
			}
			load += time.Since(began)
			began = time.Now()
			if faults := p.Check(files); len(faults) > 0 {
				b.Fatal(faults)
			}
			check += time.Since(began)
			forms += len(p.Forms())
			began = time.Now()
			parseAll(b, files)
			parse += time.Since(began)
		}
	}
	b.ReportMetric(float64(forms), "forms")
	b.ReportMetric(load.Seconds()*1000/float64(b.N), "load-ms")
	b.ReportMetric(check.Seconds()*1000/float64(b.N), "check-ms")
	b.ReportMetric((load+check).Seconds()/parse.Seconds(), "x-yaml-parse")
}

func parseAll(b *testing.B, files fs.FS) {
	err := fs.WalkDir(files, ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".yaml") {
			return err
		}
		text, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		_, err = parser.ParseBytes(text, 0)
		return err
	})
	if err != nil {
		b.Fatal(err)
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

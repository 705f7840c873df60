package office_test

import (
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"sala/app/invented"
	"sala/app/office"
	"sala/app/store"
	"sala/app/store/keys"
	"sala/forms/act"
	"sala/forms/register"
)

// BenchmarkFigureBringIn measures how fast a register comes in, each row checked,
// signed, chained, encrypted and searchable, beside the sqlite3 shell's .import
// of the same rows into a bare table.
func BenchmarkFigureBringIn(b *testing.B) {
	const people = 4000
	ctx := b.Context()
	dir := b.TempDir()
	file := filepath.Join(dir, "people.csv")
	rows := writeRows(b, file, people)
	now := func() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) }
	for b.Loop() {
		s, err := store.Create(ctx, b.TempDir(), store.Options{
			Station: "TH-5014-D01", Office: invented.ThaiOffice, Officer: act.Officer{ID: "clerk", Roles: []string{"administrator"}}, Password: password,
			Environment: store.Environment{Now: now, Cost: keys.Cost{Memory: 64, Time: 1, Threads: 1}},
		})
		if err != nil {
			b.Fatal(err)
		}
		o := office.New(office.Config{Profile: office.Profile{Office: invented.ThaiOffice, Country: "TH"}, Store: s, Now: now})
		clerk, err := o.Enter(ctx, "clerk")
		if err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		n, err := clerk.BringIn(ctx, office.BringIn{Register: register.Residents}, rowsOf(rows...))
		ours := time.Since(began)
		if err != nil || n.New != people {
			b.Fatalf("%+v, %v", n, err)
		}
		s.Close()
		began = time.Now()
		out, err := exec.Command("sqlite3", filepath.Join(b.TempDir(), "bare.db"), ".mode csv", ".import "+file+" people").CombinedOutput()
		if err != nil {
			b.Fatalf("sqlite3: %v %s (run go run ./cmd/dev test, which installs it)", err, out)
		}
		theirs := time.Since(began)
		b.ReportMetric(people/ours.Seconds(), "rows/s")
		b.ReportMetric(people/theirs.Seconds(), "sqlite3-rows/s")
		b.ReportMetric(ours.Seconds()/theirs.Seconds(), "x-sqlite3-import")
	}
}

func writeRows(b *testing.B, file string, people int) (rows []map[string]string) {
	f, err := os.Create(file)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	out := csv.NewWriter(f)
	out.Write([]string{"number", "first_th", "last_th", "first_en", "last_en", "birth", "sex"})
	for home := range invented.People(3, people) {
		for _, p := range home.Residents {
			th, en := p.Names["th"], p.Names["en"]
			out.Write([]string{p.NationalNumber, th.First, th.Last, en.First, en.Last, p.Birth.String(), string(p.Sex)})
			rows = append(rows, map[string]string{"number": p.NationalNumber, "first_th": th.First, "last_th": th.Last, "first_en": en.First, "last_en": en.Last,
				"birth": p.Birth.String(), "sex": string(p.Sex)})
		}
	}
	out.Flush()
	return rows
}

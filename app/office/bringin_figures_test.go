package office_test

import (
	"encoding/csv"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"sala/app/internal/processor"
	"sala/app/invented"
	"sala/app/office"
	"sala/app/store"
	"sala/app/store/keys"
	"sala/forms/act"
	"sala/forms/register"
)

// BenchmarkFigureBringIn measures how fast a register comes in, each row checked,
// signed, chained, encrypted and searchable, beside the sqlite3 shell's .import
// of the same rows into a bare table. SALA_POPULATION says of how many. The
// processor's time is that of all cores, two of which an import keeps busy.
func BenchmarkFigureBringIn(b *testing.B) {
	people := 100_000
	if n, err := strconv.Atoi(os.Getenv("SALA_POPULATION")); err == nil {
		people = n
	}
	ctx := b.Context()
	dir := b.TempDir()
	file := filepath.Join(dir, "people.csv")
	writeRows(b, file, people)
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
		began, had := time.Now(), processor.Time()
		var steps []step
		n, err := clerk.BringIn(ctx, office.BringIn{Register: register.Residents, Progress: func(n office.BroughtIn) {
			steps = append(steps, step{n.Rows, time.Since(began)})
		}}, rowsIn(b, file))
		ours, busy := time.Since(began), processor.Time()-had
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
		b.ReportMetric(float64(people)/ours.Seconds(), "rows/s")
		if len(steps) > 3 {
			b.ReportMetric(slowing(steps), "x-last-quarter")
		}
		b.ReportMetric(float64(busy.Microseconds())/float64(people), "processor-us/row")
		b.ReportMetric(float64(people)/theirs.Seconds(), "sqlite3-rows/s")
		b.ReportMetric(ours.Seconds()/theirs.Seconds(), "x-sqlite3-import")
	}
}

// step is how far an import was at a moment.
type step struct {
	rows int
	at   time.Duration
}

// slowing is the time that a row of the last quarter took beside one of the first.
func slowing(steps []step) float64 {
	each := func(from, to step) float64 { return (to.at - from.at).Seconds() / float64(to.rows-from.rows) }
	quarter := len(steps) / 4
	return each(steps[len(steps)-1-quarter], steps[len(steps)-1]) / each(step{}, steps[quarter-1])
}

// writeRows writes invented people as CSV; they are not kept in memory.
func writeRows(b *testing.B, file string, people int) {
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
		}
	}
	if out.Flush(); out.Error() != nil {
		b.Fatal(out.Error())
	}
}

// rowsIn reads them as the command line does.
func rowsIn(b *testing.B, file string) iter.Seq2[office.Row, error] {
	return func(yield func(office.Row, error) bool) {
		f, err := os.Open(file)
		if err != nil {
			b.Fatal(err)
		}
		defer f.Close()
		r := csv.NewReader(f)
		header, err := r.Read()
		for line := 2; err == nil; line++ {
			var cells []string
			if cells, err = r.Read(); err != nil {
				return
			}
			row := office.Row{Line: line, Cells: map[string]string{}}
			for i, name := range header {
				row.Cells[name] = cells[i]
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

//go:build window

package main_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"sala/app/invented"
	"sala/app/invented/population"
	"sala/app/station"
	"sala/app/ui/desk"
	"sala/app/ui/work"
	"sala/forms/act"
	"sala/sync/wire"
)

// emptyWindow, in the environment, makes this program an empty window: what the
// desk is compared with.
const emptyWindow = "SALA_EMPTY_WINDOW"

// TestMain runs the tests, or shows the window.
func TestMain(m *testing.M) {
	if os.Getenv(emptyWindow) == "" {
		os.Exit(m.Run())
	}
	w := app.NewWithID("org.sala.empty").NewWindow("Empty")
	w.Resize(fyne.NewSize(1366, 768))
	w.ShowAndRun()
}

const figuresOfficer, figuresPassword = "malee", "a-password-for-figures"

// populated makes a station with so many residents, encrypted, or takes one that
// is kept under SALA_STORES.
func populated(b *testing.B, n int) string {
	b.Helper()
	ctx := context.Background()
	dir := filepath.Join(population.Folder(b, "desk-"+strconv.Itoa(n)), "station")
	if _, err := os.Stat(filepath.Join(dir, "complete")); err == nil {
		return dir
	}
	config := station.Config{Pack: "th"}
	config.Profile.Office, config.Profile.Station, config.Profile.Country = invented.ThaiOffice, "TH-5014-D01", "TH"
	who := act.Officer{ID: figuresOfficer, Names: map[string]string{"th": "มาลี"}, Roles: []string{"clerk"}}
	st, err := station.Init(ctx, dir, station.Founding{Config: config, Officer: who, Password: figuresPassword, Machine: true})
	if err != nil {
		b.Fatal(err)
	}
	err = population.Send(population.Records(population.Homes(n)), invented.ThaiOffice, 0, func(p wire.Page) error { return st.Store.ApplyPage(ctx, p) })
	if err != nil {
		b.Fatal(err)
	}
	if err := st.Store.Tidy(ctx); err != nil {
		b.Fatal(err)
	}
	if err := st.Close(); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "complete"), nil, 0o600); err != nil {
		b.Fatal(err)
	}
	return dir
}

// shown starts a program and returns how long it takes until its window, which
// says the title, is painted.
func shown(b *testing.B, title string, looks func(column []uint32) bool, cmd *exec.Cmd) time.Duration {
	b.Helper()
	s := openScreen(b)
	defer s.line.Close()
	begin := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	s.shows(title, looks)
	took := time.Since(begin)
	_ = cmd.Process.Signal(os.Interrupt)
	_ = cmd.Wait()
	return took
}

// grounded reports whether the window has its ground.
func grounded(column []uint32) bool { return len(column) > 0 && column[0] != 0 }

// peopled reports whether more than the ground is painted: the page is there.
func peopled(column []uint32) bool {
	return grounded(column) && slices.ContainsFunc(column, func(c uint32) bool { return c != column[len(column)-1] })
}

// BenchmarkFigureStart is from the command to the picture of the desk's first
// page, on which the officers who may sign in are listed from the encrypted store
// and the password has the keyboard, beside the first picture of an empty window
// of the same toolkit.
func BenchmarkFigureStart(b *testing.B) {
	n := population.Size(b)
	dir := populated(b, n)
	var ours, empty []time.Duration
	for b.Loop() {
		for range 7 {
			bare := exec.Command(os.Args[0])
			bare.Env = append(os.Environ(), emptyWindow+"=1")
			empty = append(empty, shown(b, "^Empty$", grounded, bare))
			ours = append(ours, shown(b, "^Sala desk sign_in", peopled, exec.Command(program(b, "sala"), "--dir", dir, "--window", "1366x768")))
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(n), "residents")
	b.ReportMetric(median(empty).Seconds(), "s-empty-window")
	b.ReportMetric(median(ours).Seconds(), "s")
	b.ReportMetric(float64(median(ours))/float64(median(empty)), "x-empty-window<=1.5")
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

// frame is how long the screen shows one picture.
const frame = time.Second / 60

// seated opens a station and signs a clerk in at a desk without a window. until
// does what comes to the screen until something holds.
func seated(b *testing.B, dir string) (st *station.Station, d *desk.Desk, until func(holds func() bool)) {
	b.Helper()
	st, err := station.Open(context.Background(), station.Options{Dir: dir, Quiet: true})
	if err != nil {
		b.Fatal(err)
	}
	screen := make(chan func(), 64)
	do := func(f func()) { screen <- f }
	line := work.NewLine(do, nil)
	d = desk.New(desk.Options{Office: st.Office, Runner: line, Delay: work.Later, Do: do, Changed: func() {}})
	b.Cleanup(func() {
		d.Close()
		line.Close()
		st.Close()
	})
	until = func(holds func() bool) {
		for !holds() {
			(<-screen)()
		}
	}
	d.ChooseOfficer(figuresOfficer)
	d.SignInWith(figuresPassword)
	until(func() bool { return d.View().Screen == desk.Today })
	return st, d, until
}

// BenchmarkFigureSearchKeystroke is from a key in the search to the names that it
// finds in the desk's View, ready to be drawn: names typed letter by letter, in
// Thai and Latin.
func BenchmarkFigureSearchKeystroke(b *testing.B) {
	n := population.Size(b)
	dir := populated(b, n)
	_, d, until := seated(b, dir)
	d.NextVisitor()
	var names []string
	for home := range invented.People(1, 400) {
		for _, r := range home.Residents {
			names = append(names, r.Names["th"].First, strings.ToLower(r.Names["en"].First))
		}
	}
	var keys []time.Duration
	for i := 0; b.Loop(); i++ {
		name := []rune(names[i%len(names)])
		for end := 1; end <= len(name); end++ {
			begin := time.Now()
			d.Search(string(name[:end]))
			until(func() bool { v := d.View().Serve; return v.Query == string(name[:end]) && v.Looked })
			keys = append(keys, time.Since(begin))
			d.Search("") // the next key finds nothing left over
		}
	}
	slices.Sort(keys)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(n), "residents")
	b.ReportMetric(float64(keys[len(keys)/2].Microseconds())/1000, "ms-median")
	b.ReportMetric(float64(keys[len(keys)*99/100])/float64(frame), "x-frame-p99<=1")
}

// BenchmarkFigureDeskMemory is what the window holds after a day's beginning and
// after as many citizens, or as long a time, as SALA_LONG says (60 are an hour of
// a clerk who is quick), served on the real window.
func BenchmarkFigureDeskMemory(b *testing.B) {
	citizens, span := long()
	if span == 0 {
		citizens = max(citizens, 8)
	}
	o := openOffice(b)
	d := &day{t: b, office: o}
	d.open(o.Clerk.ID, o.Clerk.Password)
	var after []int
	for b.Loop() {
		begin := time.Now()
		for n := 1; n <= citizens || time.Since(begin) < span; n++ {
			d.serve(n%3 == 0)
			after = append(after, d.memory())
		}
	}
	d.end()
	begin, end := slices.Max(after[:4]), slices.Max(after[len(after)-4:])
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(len(after)), "citizens")
	b.ReportMetric(float64(end), "MB-at-the-end")
	b.ReportMetric(float64(end)/float64(begin), "x-after-four<=1.25")
}

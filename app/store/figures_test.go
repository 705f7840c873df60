package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"sala/app/internal/processor"
	"sala/app/invented"
	"sala/app/invented/population"
	"sala/app/office"
	"sala/app/store"
	"sala/app/store/search"
	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/wire"
)

func filled(dir, name string) bool {
	_, err := os.Stat(filepath.Join(dir, name))
	return err == nil
}

// side is one of the two stores that are compared.
type side struct {
	name string
	dir  string
	env  store.Environment
	s    *store.Store
	load time.Duration
}

// BenchmarkFigureStore compares the encrypted store with the same store
// without encryption, with a bare durable insert and with the sqlite3 shell's
// FTS5, in one run. The figures are taken turn by turn, so that a noisy machine
// is noisy for all.
func BenchmarkFigureStore(b *testing.B) {
	n := population.Size(b)
	base := store.Environment{Cost: cheap}
	sides := []*side{{name: "encrypted", env: base}, {name: "plain", env: store.Plain(base)}}
	sh := shell{population.Folder(b, "shell")}
	var sample []register.Resident
	for i, sd := range sides {
		sd.dir = population.Folder(b, sd.name)
		var words io.Writer
		if i == 0 && !filled(sh.dir, "words.tsv") {
			f, err := os.Create(filepath.Join(sh.dir, "words.tsv"))
			if err != nil {
				b.Fatal(err)
			}
			defer f.Close()
			words = f
		}
		sample = sd.fill(b, n, words)
	}
	for range b.N {
		for _, sd := range sides {
			info, err := os.Stat(filepath.Join(sd.dir, store.FileName))
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(info.Size())/1e6, "MB-"+sd.name)
			if sd.load > 0 {
				b.ReportMetric(float64(n)/sd.load.Seconds(), "loaded/s-"+sd.name)
			}
		}
		if sides[0].load > 0 && sides[1].load > 0 {
			b.ReportMetric(sides[0].load.Seconds()/sides[1].load.Seconds(), "load-ratio")
		}
		opens(b, sides)
		lookups(b, sides, sample)
		searches(b, sides, sh, sample)
		saves(b, sides)
	}
	b.ReportMetric(float64(n), "residents")
	b.ReportMetric(0, "ns/op")
	for _, sd := range sides {
		sd.s.Close()
	}
	b.ReportMetric(float64(peak())/1e6, "MB-rss-peak")
}

// fill loads the invented people by pages of the feed, as a new station does. A
// kept store that was filled in part goes on where it was.
func (sd *side) fill(b *testing.B, n int, words io.Writer) []register.Resident {
	ctx := context.Background()
	s := sd.begin(b)
	loaded, err := s.Cursor(ctx)
	if err != nil {
		b.Fatal(err)
	}
	var sample []register.Resident
	people := 0
	homes := func(yield func(invented.Home) bool) {
		for h := range population.Homes(n) {
			for _, r := range h.Residents {
				if people%(n/500+1) == 0 {
					sample = append(sample, r)
				}
				people++
			}
			if !yield(h) {
				return
			}
		}
	}
	records := func(yield func(uint64, register.Record) bool) {
		for position, rec := range population.Records(homes) {
			if words != nil {
				fmt.Fprintf(words, "%d\t%s\n", position, search.Record(rec))
			}
			if !yield(position, rec) {
				return
			}
		}
	}
	err = population.Send(records, testOffice, loaded, func(page wire.Page) error {
		began := time.Now()
		defer func() { sd.load += time.Since(began) }()
		return s.ApplyPage(ctx, page)
	})
	if err != nil {
		b.Fatal(err)
	}
	if sd.load > 0 {
		if err := s.Tidy(ctx); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	return sample
}

// begin makes the store, or opens the one that is kept.
func (sd *side) begin(b *testing.B) (s *store.Store) {
	b.Helper()
	var err error
	if filled(sd.dir, store.FileName) {
		s, err = store.Open(context.Background(), sd.dir, store.Unlock{Officer: "malee", Password: testPassword}, sd.env)
	} else {
		s, err = store.Create(context.Background(), sd.dir, store.Options{Station: testStation, Office: testOffice,
			Officer: act.Officer{ID: "malee"}, Password: testPassword, Environment: sd.env})
	}
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// opens measures from closed to the first look-up. The password's cost, which
// is the same whatever the database, is not in it.
func opens(b *testing.B, sides []*side) {
	times := map[string][]time.Duration{}
	for range 7 {
		for _, sd := range sides {
			if sd.s != nil {
				sd.s.Close()
			}
			began := time.Now()
			s, err := store.Open(context.Background(), sd.dir, store.Unlock{Officer: "malee", Password: testPassword}, sd.env)
			if err != nil {
				b.Fatal(err)
			}
			if err := s.Read(context.Background(), func(r office.Reader) error { _, err := r.Journal(); return err }); err != nil {
				b.Fatal(err)
			}
			times[sd.name] = append(times[sd.name], time.Since(began))
			sd.s = s
		}
	}
	report(b, "open", times)
}

func lookups(b *testing.B, sides []*side, sample []register.Resident) {
	times := map[string][]time.Duration{}
	for range 8 {
		for _, sd := range sides {
			for _, want := range sample {
				began := time.Now()
				err := sd.s.Read(context.Background(), func(r office.Reader) error {
					got, err := r.ResidentByNumber(want.NationalNumber)
					if err == nil && got.ID != want.ID {
						b.Fatalf("found %s for %s", got.ID, want.ID)
					}
					return err
				})
				times[sd.name] = append(times[sd.name], time.Since(began))
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	report(b, "lookup", times)
}

// queries are parts of names as people type them.
func queries(sample []register.Resident) (out []string) {
	chance := rand.New(rand.NewPCG(1, 1))
	part := func(s string, least int) string {
		r := []rune(s)
		if len(r) <= least {
			return s
		}
		k := least + chance.IntN(len(r)-least+1)
		from := chance.IntN(len(r) - k + 1)
		return string(r[from : from+k])
	}
	for i, r := range sample {
		th, en, ko := r.Names["th"], r.Names["en"], r.Names["ko"]
		switch {
		case ko.First != "":
			out = append(out, part(ko.Last+ko.First, 2))
		case i%4 == 0:
			out = append(out, part(en.First, 3))
		case i%4 == 1:
			out = append(out, th.First+" "+part(th.Last, 3))
		case i%4 == 2:
			out = append(out, part(r.NationalNumber, 5))
		default:
			out = append(out, part(th.First, 3))
		}
	}
	return out
}

func searches(b *testing.B, sides []*side, sh shell, sample []register.Resident) {
	asked := queries(sample)
	times := map[string][]time.Duration{}
	cpu := map[string][]time.Duration{}
	slow := map[string]time.Duration{}
	for range 3 {
		for _, sd := range sides {
			for _, q := range asked {
				began, had := time.Now(), processor.Time()
				err := sd.s.Read(context.Background(), func(r office.Reader) error {
					hits, err := r.Find(q, 50)
					if err == nil && len(hits) == 0 {
						b.Fatalf("%q finds nobody", q)
					}
					return err
				})
				took := time.Since(began)
				times[sd.name] = append(times[sd.name], took)
				cpu[sd.name] = append(cpu[sd.name], processor.Time()-had)
				slow[q] = max(slow[q], took)
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	report(b, "search", times)
	sh.searches(b, asked)
	b.ReportMetric(mean(times["encrypted"])/1e3, "search-mean-us-encrypted")
	b.ReportMetric(quantile(times["encrypted"], 99)/1e6, "search-p99-ms")
	b.ReportMetric(quantile(cpu["encrypted"], 50)/1e6, "search-cpu-p50-ms")
	b.ReportMetric(quantile(cpu["encrypted"], 99)/1e6, "search-cpu-p99-ms")
	if testing.Verbose() {
		slices.SortFunc(asked, func(x, y string) int { return int(slow[y] - slow[x]) })
		for _, q := range asked[:8] {
			b.Logf("slow: %q %s", q, slow[q])
		}
	}
}

// saves compares a petition saved durably, entry, tables and search, with one
// row durably inserted into a plain database on the same disk.
func saves(b *testing.B, sides []*side) {
	bare, err := sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "bare.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		b.Fatal(err)
	}
	defer bare.Close()
	bare.SetMaxOpenConns(1)
	if _, err := bare.Exec("CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB)"); err != nil {
		b.Fatal(err)
	}
	insert, err := bare.Prepare("INSERT INTO t (body) VALUES (?)")
	if err != nil {
		b.Fatal(err)
	}
	answers := map[string]any{"purpose": "สมัครงาน", "copies": int64(1), "name": "สมหญิง ใจดี", "phone": "0812345678"}
	times := map[string][]time.Duration{}
	for i := range 300 {
		body := make([]byte, 400)
		began := time.Now()
		if _, err := insert.Exec(body); err != nil {
			b.Fatal(err)
		}
		times["bare"] = append(times["bare"], time.Since(began))
		for _, sd := range sides {
			id := fmt.Sprintf("%s-%d-%d", sd.name, time.Now().UnixNano(), i)
			err := sd.s.Write(context.Background(), "malee", func(w office.Writer) error {
				return w.Append(act.PetitionDrafted, "petition/"+id, 0, act.Draft{Petition: id, Form: "f", FormVersion: "1", Pack: "p", Answers: answers})
			})
			if err != nil {
				b.Fatal(err)
			}
			content, err := petition.Content("f", "1", "", answers, twentyBaht)
			if err != nil {
				b.Fatal(err)
			}
			began := time.Now()
			err = sd.s.Write(context.Background(), "malee", func(w office.Writer) error {
				return w.Append(act.PetitionSubmitted, "petition/"+id, 1, act.Submission{Petition: id, Number: id, Answers: answers, Content: content, Fee: twentyBaht})
			})
			times[sd.name] = append(times[sd.name], time.Since(began))
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	report(b, "save", times)
	b.ReportMetric(quantile(times["bare"], 50)/1e3, "save-p50-us-bare")
	b.ReportMetric(quantile(times["encrypted"], 50)/quantile(times["bare"], 50), "save-to-bare")
}

func report(b *testing.B, what string, times map[string][]time.Duration) {
	for _, name := range []string{"encrypted", "plain"} {
		b.ReportMetric(quantile(times[name], 50)/1e3, what+"-p50-us-"+name)
		b.ReportMetric(quantile(times[name], 99)/1e3, what+"-p99-us-"+name)
	}
	b.ReportMetric(quantile(times["encrypted"], 50)/quantile(times["plain"], 50), what+"-ratio")
}

// mean returns the mean in nanoseconds.
func mean(d []time.Duration) float64 {
	var sum time.Duration
	for _, x := range d {
		sum += x
	}
	return float64(sum) / float64(len(d))
}

// quantile returns a percentile in nanoseconds.
func quantile(d []time.Duration, percent int) float64 {
	d = slices.Clone(d)
	slices.Sort(d)
	return float64(d[(len(d)-1)*percent/100])
}

// peak returns the most memory that the process has had, in bytes, where
// the system says.
func peak() int {
	raw, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, _ := strconv.Atoi(strings.Fields(rest)[0])
			return kb * 1024
		}
	}
	return 0
}

// shell asks the sqlite3 shell the same of its own FTS5 trigram table, plain, in
// one process with everything in its cache.
type shell struct{ dir string }

func (sh shell) run(b *testing.B, script string) string {
	b.Helper()
	tool, err := exec.LookPath("sqlite3")
	if err != nil {
		b.Fatal("the sqlite3 shell is missing: run go run ./cmd/dev test, which installs it")
	}
	c := exec.Command(tool, filepath.Join(sh.dir, "shell.db"))
	c.Stdin = strings.NewReader(script)
	out, err := c.CombinedOutput()
	if err != nil {
		b.Fatalf("sqlite3: %v: %s", err, out)
	}
	return string(out)
}

// trigrams is a query as FTS5's own trigram index takes it.
func trigrams(query string) string {
	var all []string
	for _, w := range search.Parse(query).Words {
		letters := []rune(w)
		for i := 0; i+3 <= len(letters); i++ {
			all = append(all, `"`+string(letters[i:i+3])+`"`)
		}
	}
	return strings.Join(all, " AND ")
}

func (sh shell) searches(b *testing.B, asked []string) {
	began := time.Now()
	sh.run(b, `PRAGMA journal_mode=WAL; PRAGMA cache_size=-65536;
CREATE TABLE r (rid INTEGER PRIMARY KEY, body TEXT);
CREATE VIRTUAL TABLE w USING fts5 (words, content='', tokenize='trigram', detail=none);
.mode tabs
.import `+filepath.Join(sh.dir, "words.tsv")+` r
INSERT INTO w (rowid, words) SELECT rid, body FROM r;
PRAGMA wal_checkpoint(TRUNCATE);`)
	b.ReportMetric(time.Since(began).Seconds(), "load-s-shell")
	var script strings.Builder
	script.WriteString("PRAGMA cache_size=-16384;\n.timer on\n")
	for range 2 {
		for _, q := range asked {
			m := trigrams(q)
			fmt.Fprintf(&script, "SELECT r.body FROM w JOIN r ON r.rid = w.rowid WHERE w MATCH '%s' LIMIT 50;\n", m)
		}
	}
	var times []time.Duration
	for line := range strings.Lines(sh.run(b, script.String())) {
		if rest, ok := strings.CutPrefix(line, "Run Time: real "); ok {
			s, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			if err != nil {
				b.Fatal(err)
			}
			times = append(times, time.Duration(s*1e9))
		}
	}
	if len(times) != 2*len(asked) {
		b.Fatalf("the shell answered %d of %d queries", len(times), 2*len(asked))
	}
	b.ReportMetric(quantile(times, 99)/1e3, "search-p99-us-shell") // to the millisecond, as the shell tells it
	b.ReportMetric(mean(times)/1e3, "search-mean-us-shell")
}

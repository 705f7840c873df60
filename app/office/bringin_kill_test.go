package office_test

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"sala/app/invented"
	"sala/app/office"
	"sala/app/store"
	"sala/app/store/keys"
	"sala/forms/act"
	"sala/forms/register"
)

// killedStation is the environment variable by which the test asks itself to be
// the process that is killed, and says on which station.
const killedStation = "SALA_TEST_KILLED_STATION"

const (
	killBatch = 40  // rows in a transaction
	killRows  = 300 // in the file
	killAt    = 200 // rows that were told to be in
	badEvery  = 20  // one of them is refused
	others    = 4   // entries: the founding, and who came in twice
)

// killedRows are the file's rows; at the given row they wait for ever, in the
// middle of a batch.
func killedRows(until int) iter.Seq2[office.Row, error] {
	return func(yield func(office.Row, error) bool) {
		line := 1
		for home := range invented.People(11, killRows) {
			for _, p := range home.Residents {
				if line++; line-1 > until {
					_, _ = io.ReadAll(os.Stdin) // the parent never closes it
				}
				number := p.NationalNumber
				if line%badEvery == 0 {
					number = "1234567890123" // does not add up
				}
				if !yield(office.Row{Line: line, Cells: map[string]string{"number": number, "first_th": p.Names["th"].First, "last_th": p.Names["th"].Last}}, nil) {
					return
				}
			}
		}
	}
}

func killedClerk(t *testing.T, dir string) (*store.Store, *office.Session) {
	now := func() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) }
	s, err := store.Open(t.Context(), dir, store.Unlock{Officer: "clerk", Password: password}, store.Environment{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	clerk, err := office.New(office.Config{Profile: office.Profile{Office: invented.ThaiOffice, Country: "TH"}, Store: s, Now: now}).Enter(t.Context(), "clerk")
	if err != nil {
		t.Fatal(err)
	}
	return s, clerk
}

// What an import has told to be in is in when its process is killed in the
// middle of the next batch. Done again it takes the rest, each row once, and
// tells every refused row.
func TestBringInThatIsKilledIsDoneAgain(t *testing.T) {
	if dir := os.Getenv(killedStation); dir != "" {
		_, clerk := killedClerk(t, dir)
		_, err := clerk.BringIn(t.Context(), office.BringIn{Register: register.Residents, Batch: killBatch, Progress: func(n office.BroughtIn) {
			fmt.Println("rows", n.Rows)
		}}, killedRows(killAt+killBatch/2))
		t.Fatal("it came to an end: ", err)
	}
	dir := t.TempDir()
	s, err := store.Create(t.Context(), dir, store.Options{Station: "TH-5014-D01", Office: invented.ThaiOffice, Officer: act.Officer{ID: "clerk", Roles: []string{"administrator"}},
		Password: password, Environment: store.Environment{Cost: keys.Cost{Memory: 64, Time: 1, Threads: 1}}})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	killedAfter(t, dir, killAt)

	s, clerk := killedClerk(t, dir)
	defer s.Close()
	bad := killAt / badEvery
	if r, err := s.VerifyJournal(t.Context()); err != nil || r.Entries != others+killAt-uint64(bad) {
		t.Fatalf("after the kill: %+v, %v", r, err)
	}
	var refused []int
	n, err := clerk.BringIn(t.Context(), office.BringIn{Register: register.Residents, Batch: killBatch, Refused: func(r office.RefusedRow) error {
		refused = append(refused, r.Line)
		return nil
	}}, killedRows(killRows))
	if err != nil || n.Rows != killRows || n.Same != killAt-bad || n.New != killRows-killAt-(killRows-killAt)/badEvery || n.Reasons["check_digit"] != killRows/badEvery {
		t.Errorf("done again: %+v, %v", n, err)
	}
	if len(refused) != killRows/badEvery || !slices.IsSorted(refused) || refused[0] != badEvery {
		t.Errorf("refused rows that were told: %v", refused)
	}
	if r, err := s.VerifyJournal(t.Context()); err != nil || r.Entries != uint64(others+n.Same+n.New) {
		t.Errorf("at the end: %+v, %v", r, err)
	}
}

// killedAfter runs this test in a process of its own and kills it when it has
// told of that many rows.
func killedAfter(t *testing.T, dir string, rows int) {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$")
	child.Env = append(os.Environ(), killedStation+"="+dir)
	in, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	told := 0
	for told < rows && lines.Scan() {
		if n, ok := strings.CutPrefix(lines.Text(), "rows "); ok {
			told, _ = strconv.Atoi(n)
		}
	}
	if err := child.Process.Kill(); err != nil || told != rows {
		t.Fatalf("told of %d rows, %v", told, err)
	}
	_ = child.Wait() // it was killed
}

package demonstration

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sala/app/station"
)

// TestADayLeavesNothingInClear plays a day with a certificate and a receipt, makes
// a copy and a support bundle, drills the copy, and then searches every file that
// was written, wherever: the station's folder with database, log and spool, the
// programs' logs, the folder for temporary files, the caches and settings of the
// user, the copy. What came out of the printers is the citizen's.
func TestADayLeavesNothingInClear(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	for _, name := range []string{"GOCACHE", "GOMODCACHE"} { // the programs are built in the usual place
		out, err := exec.CommandContext(ctx, "go", "env", name).Output()
		if err != nil {
			t.Fatal(err)
		}
		t.Setenv(name, strings.TrimSpace(string(out)))
	}
	world := t.TempDir()
	for name, at := range map[string]string{"HOME": "home", "XDG_CACHE_HOME": "home/cache", "XDG_CONFIG_HOME": "home/config", "XDG_STATE_HOME": "home/state", "TMPDIR": "temporary"} {
		dir := filepath.Join(world, at)
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		t.Setenv(name, dir)
	}
	s, err := Prepare(ctx, Options{Dir: filepath.Join(world, "demo"), People: 300, Tell: telling(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	story, err := s.Play(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if story.Certificate.Number == "" || story.Receipt.Number == "" {
		t.Fatal("a day without a certificate and a receipt proves little")
	}
	st, err := station.Open(ctx, station.Options{Dir: s.Station, Quiet: true})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	look := func(when string) {
		files := 0
		words := []string{story.Resident.CID, story.Certificate.Number, story.Receipt.Number}
		words = append(words, strings.Fields(story.Resident.NameTH)[1:]...)
		words = append(words, strings.Fields(story.Resident.NameEN)[1:]...)
		for _, dir := range []string{s.Station, filepath.Join(s.Dir, "log"), filepath.Join(world, "home"), filepath.Join(world, "temporary"), filepath.Join(world, "copies")} {
			if _, err := os.Stat(dir); err == nil {
				files += inClear(t, dir, words...)
			}
		}
		if t.Logf("%s: %d files", when, files); files < 6 {
			t.Errorf("%s: only %d files were looked at", when, files)
		}
	}
	look("while the station is open")
	copied, err := st.BackUp(ctx, filepath.Join(world, "copies"), 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.DrillCopy(ctx, copied.Dir, s.Clerk.ID, s.Clerk.Password); err != nil {
		t.Fatal(err)
	}
	bundle, err := os.Create(filepath.Join(world, "home", "support.zip"))
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Store.Support(ctx, bundle); err != nil {
		t.Fatal(err)
	}
	bundle.Close()
	look("with a copy and a support bundle")
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	look("after it was closed")
}

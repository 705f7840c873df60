package store_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sala/app/store"
)

// TestTheShellSeesNoDatabase asks the sqlite3 shell, as a finder of the laptop
// would.
func TestTheShellSeesNoDatabase(t *testing.T) {
	tool, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Fatal("the sqlite3 shell is missing: run go run ./cmd/dev test, which installs it")
	}
	dir := t.TempDir()
	s := create(t, dir)
	populate(t, s, 40)
	s.Close()
	out, err := exec.Command(tool, filepath.Join(dir, store.FileName), "SELECT * FROM sqlite_schema").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "file is not a database") {
		t.Errorf("the shell says %q, %v", out, err)
	}
}

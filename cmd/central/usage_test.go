package main

import (
	"strings"
	"testing"
)

// TestWrongUsageExitsWithTwo calls central as nobody should.
func TestWrongUsageExitsWithTwo(t *testing.T) {
	data := t.TempDir()
	for _, line := range []string{
		"srve", "serve now", "serve --listne :1", "office", "office --id", "pack", "pack sned", "pack trust beef", "pack send",
		"enrol-code --office A --token t", "enrol-code --office A --url https://c:1", "enrol-code --office A --life soon",
		"enrol-code --office A --token TOKEN --url http://c:1",
		"courier import", "backup", "restore", "relay", "official",
	} {
		want := exitMisused
		if line == "pack" { // a group shows what is below it
			want = exitDone
		}
		args := append(strings.Fields(strings.ReplaceAll(line, "TOKEN", data+"/token")), "--data", data)
		if line == "enrol-code --office A --token TOKEN --url http://c:1" {
			run(t, "", "office", "--id", "A", "--data", data)
		}
		if got := execute(t.Context(), args); got != want {
			t.Errorf("central %s exits with %d, want %d", line, got, want)
		}
	}
	if got := execute(t.Context(), []string{"restore", "--from", data + "/nothing", "--data", data}); got != exitFailed {
		t.Errorf("a file that is not there exits with %d", got)
	}
}

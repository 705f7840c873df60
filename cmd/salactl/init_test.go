package main

import (
	"os"
	"path/filepath"
	"testing"

	"sala/app/store/keys"
	"sala/cmd/internal/terminal"
)

// A password costs what is recommended to try, whatever the scripts make do with,
// and one that cost less is raised when its officer comes in again.
func TestPasswordsCostWhatIsRecommended(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "station")
	t.Setenv(passwordVariable, scriptPassword)
	log, err := os.CreateTemp(t.TempDir(), "log-*")
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	for _, step := range []struct {
		as   *console
		args []string
		want keys.Cost
	}{
		{inScript(os.Stdin, log, log), []string{"init", "--office", "TH-5014", "--station", "TH-5014-D02", "--officer", clerkName, "--dir", dir}, scriptCost()},
		{inScript(os.Stdin, log, log), []string{"officer", "list", "--officer", clerkName, "--dir", dir}, scriptCost()},
		{&console{in: os.Stdin, out: log, progress: log}, []string{"officer", "list", "--officer", clerkName, "--dir", dir}, keys.Recommended},
	} {
		if rc := step.as.run(t.Context(), step.args); rc != terminal.ExitDone {
			t.Fatalf("%q exited with %d", step.args, rc)
		}
		file, err := keys.Load(dir)
		if err != nil {
			t.Fatal(err)
		}
		if got := file.Slots[0].Sealed.Cost; got != step.want {
			t.Errorf("after %q a password costs %+v, want %+v", step.args[0], got, step.want)
		}
	}
}

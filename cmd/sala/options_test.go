package main

import (
	"os"
	"path/filepath"
	"testing"

	"sala/app/station"
	"sala/app/ui/look"
	"sala/app/ui/theme"
)

// What the command line says of the look is told apart from what it leaves out,
// also where it says what is usual.
func TestWhatTheCommandLineSaysOfTheLook(t *testing.T) {
	for _, x := range []struct {
		args []string
		said look.Look
	}{
		{nil, look.Look{}},
		{[]string{"--theme", "light"}, look.Look{Scheme: theme.Light}},
		{[]string{"--text-size", "1"}, look.Look{Scale: 1}},
		{[]string{"--language", "ko", "--theme", "dark", "--text-size", "1.5"}, look.Look{Language: "ko", Scheme: theme.Dark, Scale: 1.5}},
	} {
		o, err := parse(x.args)
		if err != nil || o.said != x.said {
			t.Errorf("%v says %+v, %v", x.args, o.said, err)
		}
		if u := o.usual(); u.With(x.said) != u || u.Scheme == "" || u.Scale == 0 {
			t.Errorf("%v: usual is %+v", x.args, u)
		}
	}
}

// The first page looks as the last officer at that front end had it, but for what
// the command line says.
func TestTheFirstPageLooksAsTheLastOfficerHadIt(t *testing.T) {
	dir := t.TempDir()
	opens := func(args ...string) look.Look {
		t.Helper()
		o, err := parse(append(args, "--dir", dir))
		if err != nil {
			t.Fatal(err)
		}
		return o.opens()
	}
	usual := look.Look{Scheme: theme.Light, Scale: 1}
	if got := opens(); got != usual {
		t.Errorf("where nobody was it looks %+v", got)
	}
	if err := os.WriteFile(filepath.Join(dir, station.LooksFile), []byte(`{"desk":{"Language":"ko","Scheme":"dark","Scale":1.5}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := opens(); got != (look.Look{Language: "ko", Scheme: theme.Dark, Scale: 1.5}) {
		t.Errorf("it looks %+v", got)
	}
	if got := opens("--theme", "light", "--language", "en"); got != (look.Look{Language: "en", Scheme: theme.Light, Scale: 1.5}) {
		t.Errorf("with flags it looks %+v", got)
	}
	if got := opens("--mode", "field"); got != usual {
		t.Errorf("another front end looks %+v", got)
	}
}

package main

import (
	"testing"

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

// Package terminaltest is what the tests of all commands ask of them: that every
// verb helps, that its examples can be typed, and that what went wrong is told in
// the person's language.
package terminaltest

import (
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sala/app/words"
)

// each calls do for every command below root that does something, and returns how
// many there are.
func each(t *testing.T, root *cobra.Command, do func(t *testing.T, cmd *cobra.Command)) (verbs int) {
	if below := root.Commands(); len(below) > 0 {
		for _, sub := range below {
			verbs += each(t, sub, do)
		}
		return verbs
	}
	if root.Name() == "help" || root.HasParent() && root.Parent().Name() == "completion" {
		return 0
	}
	t.Run(root.CommandPath(), func(t *testing.T) { do(t, root) })
	return 1
}

// Helps fails where a verb does not say in a line what it does, shows no example,
// or leaves a flag unexplained. There are as many verbs as least, or more.
func Helps(t *testing.T, root *cobra.Command, least int) {
	verbs := each(t, root, func(t *testing.T, cmd *cobra.Command) {
		if cmd.Short == "" || cmd.Example == "" {
			t.Errorf("short %q, example %q", cmd.Short, cmd.Example)
		}
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Usage == "" && !f.Hidden {
				t.Errorf("--%s is not explained", f.Name)
			}
		})
	})
	if verbs < least {
		t.Errorf("only %d verbs were found", verbs)
	}
}

// ExamplesParse fails where an example is no command that there is, with flags
// that it has. A command line is parsed once: fresh returns a new one.
func ExamplesParse(t *testing.T, fresh func() *cobra.Command) {
	typed := regexp.MustCompile(`(?:'[^']*'|"[^"]*"|[^\s'"])+`)
	program := fresh().Name() + " "
	each(t, fresh(), func(t *testing.T, cmd *cobra.Command) {
		text := strings.ReplaceAll(cmd.Example, "\\\n", " ")
		if !strings.Contains(text, program) {
			t.Errorf("no example calls %s", program)
		}
		for _, line := range strings.Split(text, "\n") {
			_, rest, ok := strings.Cut(line, program)
			if !ok {
				continue
			}
			rest, _, _ = strings.Cut(rest, " > ")
			rest, _, _ = strings.Cut(rest, " < ")
			var args []string
			for _, w := range typed.FindAllString(rest, -1) {
				args = append(args, strings.NewReplacer("'", "", `"`, "").Replace(w))
			}
			found, left, err := fresh().Find(args)
			if err != nil || !found.Runnable() {
				t.Errorf("%q names no command: %v", line, err)
				continue
			}
			if err := found.ParseFlags(left); err != nil {
				t.Errorf("%q: %v", line, err)
				continue
			}
			if err := found.ValidateArgs(found.Flags().Args()); err != nil {
				t.Errorf("%q: %v", line, err)
			}
		}
	})
}

// InLanguage fails where a line of what was told is not in the language, or has an
// argument that was not given.
func InLanguage(t *testing.T, language, told string) {
	t.Helper()
	scripts := map[string]*unicode.RangeTable{words.Thai: unicode.Thai, words.Korean: unicode.Hangul, words.English: unicode.Latin}
	for _, line := range strings.Split(strings.TrimSuffix(told, "\n"), "\n") {
		if !strings.ContainsFunc(line, func(r rune) bool { return unicode.Is(scripts[language], r) }) || strings.ContainsAny(line, "⟦{") {
			t.Errorf("in %s: %q", language, line)
		}
	}
}

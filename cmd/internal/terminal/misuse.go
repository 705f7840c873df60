package terminal

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// ErrUsage marks an error in how a command was called.
var ErrUsage = errors.New("wrong usage")

// Misuse is how a command was called wrongly: each thing that is wrong by its
// phrase in the catalogue.
type Misuse []misstep

type misstep struct {
	key  string // usage...
	args []any  // names and values by turns
}

// Misused is the error of one wrong thing: the phrase's key, then names and
// values of its arguments by turns.
func Misused(key string, args ...any) error { return Misuse{{key, args}} }

// OneOf is the error of a value that is none of all, nil when it is one. what had
// the value: a flag, or an argument by its name.
func OneOf(what, value string, all ...string) error {
	if slices.Contains(all, value) {
		return nil
	}
	return Misused("usage.one_of", "what", what, "value", value, "all", strings.Join(all, ", "))
}

// Address is the error of a flag that is no https address, nil when it is one.
func Address(flag, value string) error {
	if u, err := url.Parse(value); err != nil || u.Scheme != "https" || u.Host == "" {
		return Misused("usage.form", "what", flag, "value", value, "form", "https://HOST:PORT")
	}
	return nil
}

// Error returns the keys of what is wrong.
func (m Misuse) Error() string {
	return ErrUsage.Error() + ": " + strings.Join(m.Keys(), ", ")
}

// Keys returns the keys of what is wrong.
func (m Misuse) Keys() []string {
	var all []string
	for _, s := range m {
		all = append(all, s.key)
	}
	return all
}

// Is lets errors.Is find ErrUsage.
func (m Misuse) Is(target error) bool { return target == ErrUsage }

// And adds one wrong thing.
func (m Misuse) And(key string, args ...any) Misuse { return append(m, misstep{key, args}) }

// With adds the wrong things of err, if it is any.
func (m Misuse) With(err error) Misuse {
	var more Misuse
	errors.As(err, &more)
	return append(m, more...)
}

// Err is the misuse as an error, nil when nothing is wrong.
func (m Misuse) Err() error {
	if len(m) == 0 {
		return nil
	}
	return m
}

// Misuse says what is wrong with how cmd was called, and where to look.
func (v Voice) Misuse(cmd *cobra.Command, err error) (says, hint string) {
	var m Misuse
	if !errors.As(err, &m) {
		m = m.And("usage.arguments", "use", cmd.UseLine())
	}
	var all []string
	for _, s := range m {
		all = append(all, v.Word(s.key, visible(s.args)...))
	}
	return strings.Join(all, "\n"), v.Word("usage.see", "command", cmd.CommandPath())
}

// visible shows a value that is empty as one.
func visible(args []any) []any {
	out := slices.Clone(args)
	for i, v := range out {
		if v == "" {
			out[i] = `""`
		}
	}
	return out
}

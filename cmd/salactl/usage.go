package main

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// errUsage marks an error in how the command was called.
var errUsage = errors.New("wrong usage")

// misuse is how a command was called wrongly: each thing that is wrong by its
// phrase in the catalogue.
type misuse []misstep

type misstep struct {
	key  string // salactl.usage...
	args []any  // names and values by turns
}

// misused is the error of one wrong thing: the phrase's key, then names and
// values of its arguments by turns.
func misused(key string, args ...any) error { return misuse{{key, args}} }

// Error returns the keys of what is wrong.
func (m misuse) Error() string {
	var all []string
	for _, s := range m {
		all = append(all, s.key)
	}
	return errUsage.Error() + ": " + strings.Join(all, ", ")
}

// Is lets errors.Is find errUsage.
func (m misuse) Is(target error) bool { return target == errUsage }

// with adds the wrong things of err, if it is any.
func (m misuse) with(err error) misuse {
	var more misuse
	errors.As(err, &more)
	return append(m, more...)
}

// err is the misuse as an error, nil when nothing is wrong.
func (m misuse) err() error {
	if len(m) == 0 {
		return nil
	}
	return m
}

// failMisused tells what is wrong with how a command was called.
func (c *console) failMisused(cmd *cobra.Command, err error) {
	if c.words == nil {
		if broken := c.open(); c.words == nil {
			c.say("%v", broken)
			return
		}
	}
	var m misuse
	if !errors.As(err, &m) {
		m = misuse{{"salactl.usage.arguments", []any{"use", cmd.UseLine()}}}
	}
	var says []string
	for _, s := range m {
		says = append(says, c.word(s.key, visible(s.args)...))
	}
	f := failure{Error: "usage", Says: strings.Join(says, "\n"), Hint: c.word("salactl.usage.see", "command", cmd.CommandPath())}
	if c.json {
		_ = c.print(f, nil)
		return
	}
	c.say("%s\n%s", f.Says, f.Hint)
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

// foresee takes --json and --language from a command line in which something
// else may be wrong, so that it is told in the way that was asked for.
func (c *console) foresee(args []string) {
	f := pflag.NewFlagSet("", pflag.ContinueOnError)
	f.ParseErrorsAllowlist.UnknownFlags = true
	f.BoolVar(&c.json, "json", false, "")
	f.StringVar(&c.language, "language", "", "")
	f.BoolP("help", "h", false, "")
	f.Usage = func() {}
	_ = f.Parse(args)
}

// misuseOf tells the wrong flags that the parser found.
func misuseOf(_ *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var empty *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		return misused("salactl.usage.no_flag", "flag", "-"+unknown.GetSpecifiedName())
	case errors.As(err, &unknown):
		return misused("salactl.usage.no_flag", "flag", "--"+unknown.GetSpecifiedName())
	case errors.As(err, &empty):
		return misused("salactl.usage.flag_empty", "flag", "--"+empty.GetFlag().Name)
	case errors.As(err, &invalid):
		return misused(kindOfValue(invalid.GetFlag()), "flag", "--"+invalid.GetFlag().Name, "value", invalid.GetValue())
	case errors.As(err, &syntax):
		return misused("salactl.usage.flag_syntax", "flag", syntax.GetSpecifiedFlag())
	}
	return err
}

// kindOfValue is the phrase that says what a flag wants.
func kindOfValue(f *pflag.Flag) string {
	switch t := f.Value.Type(); {
	case strings.HasPrefix(t, "int"), strings.HasPrefix(t, "uint"):
		return "salactl.usage.not_a_number"
	case t == "duration":
		return "salactl.usage.not_a_time"
	}
	return "salactl.usage.not_a_value"
}

// strict makes wrong arguments and flags of every command a misuse. A command
// that only has others below it shows its help, and refuses a word that it does
// not know.
func strict(cmd *cobra.Command) {
	check := cmd.Args
	if check == nil {
		check = cobra.NoArgs
	}
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		err := check(cmd, args)
		switch {
		case err == nil, errors.Is(err, errUsage):
			return err
		case cmd.HasSubCommands():
			return unknownCommand(cmd, args[0])
		case len(cmd.ValidArgs) > 0 && len(args) == 1:
			return misused("salactl.usage.one_of", "what", cmd.CommandPath(), "value", args[0], "all", strings.Join(cmd.ValidArgs, ", "))
		}
		return misused("salactl.usage.arguments", "use", cmd.UseLine())
	}
	own := cmd.PreRunE
	cmd.PreRunE = func(cmd *cobra.Command, args []string) error {
		err := missingFlags(cmd)
		if err == nil {
			err = groupsOfFlags(cmd)
		}
		if err == nil && own != nil {
			err = own(cmd, args)
		}
		return err
	}
	if !cmd.Runnable() {
		cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	}
	for _, sub := range cmd.Commands() {
		strict(sub)
	}
}

func unknownCommand(cmd *cobra.Command, word string) error {
	wrong := misuse{{"salactl.usage.no_command", []any{"command", cmd.CommandPath(), "word", word}}}
	cmd.SuggestionsMinimumDistance = 2
	if alike := cmd.SuggestionsFor(word); len(alike) > 0 {
		wrong = append(wrong, misstep{"salactl.usage.alike", []any{"words", strings.Join(alike, ", ")}})
	}
	return wrong
}

// missingFlags finds flags that have to be given and are not, or have no value.
func missingFlags(cmd *cobra.Command) error {
	var wrong misuse
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if _, required := f.Annotations[cobra.BashCompOneRequiredFlag]; required && f.Value.String() == "" {
			wrong = append(wrong, misstep{"salactl.usage.needed", []any{"flag", "--" + f.Name}})
		}
	})
	return wrong.err()
}

// groupsOfFlags finds flags that exclude one another, and groups of which none
// was given. The error of the library names the group's flags in brackets.
func groupsOfFlags(cmd *cobra.Command) error {
	err := cmd.ValidateFlagGroups()
	if err == nil {
		return nil
	}
	group := regexp.MustCompile(`\[([^\]]*)\]`).FindStringSubmatch(err.Error())
	if group == nil {
		return misused("salactl.usage.arguments", "use", cmd.UseLine())
	}
	flags := "--" + strings.Join(strings.Fields(group[1]), ", --")
	if strings.HasPrefix(err.Error(), "at least one") {
		return misused("salactl.usage.one_of_flags", "flags", flags)
	}
	return misused("salactl.usage.only_one_flag", "flags", flags)
}

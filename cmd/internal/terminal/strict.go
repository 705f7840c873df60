package terminal

import (
	"errors"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Strict makes wrong arguments and flags of a command and of all below it a
// Misuse. A command that only has others below it shows its help, and refuses a
// word that it does not know.
func Strict(root *cobra.Command) {
	root.SetFlagErrorFunc(misuseOf)
	strict(root)
}

func strict(cmd *cobra.Command) {
	check := cmd.Args
	if check == nil {
		check = cobra.NoArgs
	}
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		err := check(cmd, args)
		switch {
		case err == nil, errors.Is(err, ErrUsage):
			return err
		case cmd.HasSubCommands():
			return unknownCommand(cmd, args[0])
		case len(cmd.ValidArgs) > 0 && len(args) == 1:
			return OneOf(cmd.CommandPath(), args[0], cmd.ValidArgs...)
		}
		return Misused("usage.arguments", "use", cmd.UseLine())
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

// misuseOf tells the wrong flags that the parser found. Of a word that is no
// command before one, the word is told.
func misuseOf(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var empty *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	if before := cmd.Flags().Args(); cmd.HasSubCommands() && len(before) > 0 {
		return unknownCommand(cmd, before[0])
	}
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		return Misused("usage.no_flag", "flag", "-"+unknown.GetSpecifiedName())
	case errors.As(err, &unknown):
		return Misused("usage.no_flag", "flag", "--"+unknown.GetSpecifiedName())
	case errors.As(err, &empty):
		return Misused("usage.flag_empty", "flag", "--"+empty.GetFlag().Name)
	case errors.As(err, &invalid):
		return Misused(kindOfValue(invalid.GetFlag()), "flag", "--"+invalid.GetFlag().Name, "value", invalid.GetValue())
	case errors.As(err, &syntax):
		return Misused("usage.flag_syntax", "flag", syntax.GetSpecifiedFlag())
	}
	return err
}

// kindOfValue is the phrase that says what a flag wants.
func kindOfValue(f *pflag.Flag) string {
	switch t := f.Value.Type(); {
	case strings.HasPrefix(t, "int"), strings.HasPrefix(t, "uint"):
		return "usage.not_a_number"
	case t == "duration":
		return "usage.not_a_time"
	}
	return "usage.not_a_value"
}

func unknownCommand(cmd *cobra.Command, word string) error {
	wrong := Misuse{}.And("usage.no_command", "command", cmd.CommandPath(), "word", word)
	cmd.SuggestionsMinimumDistance = 2
	if alike := cmd.SuggestionsFor(word); len(alike) > 0 {
		wrong = wrong.And("usage.alike", "words", strings.Join(alike, ", "))
	}
	return wrong
}

// missingFlags finds flags that have to be given and are not, or have no value.
func missingFlags(cmd *cobra.Command) error {
	var wrong Misuse
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if _, required := f.Annotations[cobra.BashCompOneRequiredFlag]; required && (f.Value.String() == "" || f.Value.String() == "[]") {
			wrong = wrong.And("usage.needed", "flag", "--"+f.Name)
		}
	})
	return wrong.Err()
}

// groupsOfFlags finds flags that exclude or need one another, and groups of which
// none was given. The error of the library names the group's flags in brackets.
func groupsOfFlags(cmd *cobra.Command) error {
	err := cmd.ValidateFlagGroups()
	if err == nil {
		return nil
	}
	group := regexp.MustCompile(`\[([^\]]*)\]`).FindStringSubmatch(err.Error())
	if group == nil {
		return Misused("usage.arguments", "use", cmd.UseLine())
	}
	flags := "--" + strings.Join(strings.Fields(group[1]), ", --")
	switch {
	case strings.HasPrefix(err.Error(), "at least one"):
		return Misused("usage.one_of_flags", "flags", flags)
	case strings.Contains(err.Error(), "they must all be set"):
		return Misused("usage.all_flags", "flags", flags)
	}
	return Misused("usage.only_one_flag", "flags", flags)
}

// Foresee takes flags from a command line in which something else may be wrong, so
// that it is told in the way that was asked for.
func Foresee(flags *pflag.FlagSet, args []string) {
	flags.ParseErrorsAllowlist.UnknownFlags = true
	flags.BoolP("help", "h", false, "")
	flags.Usage = func() {}
	_ = flags.Parse(args)
}

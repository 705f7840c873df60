package terminal

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Exit codes.
const (
	ExitDone    = 0
	ExitFailed  = 1 // refused or failed
	ExitMisused = 2 // called wrongly; nothing was touched
)

// Run does what was typed, until the machine's user stops it, and returns its exit
// code.
func Run(do func(ctx context.Context, args []string) int) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return do(ctx, os.Args[1:])
}

// Execute runs a command line and returns its exit code. It says how the command was
// called wrongly; what else went wrong tell says, in the language of --language.
func Execute(ctx context.Context, root *cobra.Command, args []string, tell func(Voice, error)) int {
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		return ExitDone
	}
	var language string
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.StringVar(&language, "language", "", "")
	Foresee(flags, args)
	v, broken := Speak(language)
	switch {
	case v.Words == nil:
		root.PrintErrln(root.Name()+":", errors.Join(err, broken))
	case errors.Is(err, ErrUsage):
		says, hint := v.Misuse(cmd, err)
		root.PrintErrf("%s\n%s\n", says, hint)
		return ExitMisused
	default:
		tell(v, err)
	}
	return ExitFailed
}

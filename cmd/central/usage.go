package main

import (
	"archive/zip"
	"context"
	"errors"
	"net"
	"strings"

	"github.com/spf13/cobra"

	"sala/cmd/internal/terminal"
	"sala/forms/pack"
	"sala/sync/central"
	"sala/sync/central/service"
	"sala/sync/central/sqlstore"
	"sala/sync/courier"
)

// trouble is a failure that has words of its own: central.error.CODE, with
// central.hint.CODE beside it.
type trouble struct {
	code string
	args []any // names and values by turns
	err  error
}

// Error returns the code and the cause, in English.
func (t *trouble) Error() string {
	if t.err == nil {
		return t.code
	}
	return t.code + ": " + t.err.Error()
}

// Unwrap returns the cause.
func (t *trouble) Unwrap() error { return t.err }

// absent tells what a command named and central does not have: one of these.
func absent(err error, names ...string) error {
	switch {
	case !errors.Is(err, central.ErrNotFound):
		return err
	case len(names) == 1:
		return &trouble{"absent", []any{"what", names[0]}, err}
	}
	return &trouble{"absent_one", []any{"what", strings.Join(names, ", ")}, err}
}

// causes are the codes of failures that the packages below tell apart.
func causes() []struct {
	err  error
	code string
} {
	return []struct {
		err  error
		code string
	}{
		{service.ErrUnsound, "unsound"}, {sqlstore.ErrNotEmpty, "not_empty"}, {sqlstore.ErrInUse, "in_use"}, {sqlstore.ErrOpen, "database"},
		{courier.ErrDamaged, "bundle_damaged"}, {courier.ErrForeign, "bundle_foreign"}, {courier.ErrOrder, "bundle_order"},
		{pack.ErrAltered, "pack_altered"}, {zip.ErrFormat, "pack_altered"}, {pack.ErrUntrusted, "pack_untrusted"}, {pack.ErrMinimum, "pack_minimum"},
		{central.ErrPackFaults, "pack_faults"}, {central.ErrSamePack, "pack_same"}, {central.ErrPasswordWeak, "password"}, {central.ErrNotFound, "absent_thing"},
	}
}

// troubleOf is the trouble that an error is.
func troubleOf(err error) *trouble {
	var t *trouble
	var line *net.OpError
	if errors.As(err, &t) {
		return t
	}
	if sqlstore.IsFull(err) {
		return &trouble{"full", nil, err}
	}
	for _, c := range causes() {
		if errors.Is(err, c.err) {
			return &trouble{c.code, nil, err}
		}
	}
	if errors.As(err, &line) && line.Op == "listen" {
		return &trouble{"listen", nil, err}
	}
	return &trouble{"unexpected", nil, err}
}

// execute runs a command line and returns the exit code.
func execute(ctx context.Context, root *cobra.Command, args []string) int {
	return terminal.Execute(ctx, root, args, func(v terminal.Voice, err error) { tellFailure(root, v, err) })
}

// tellFailure says what went wrong, what the machine refused, and what to do. The
// machine's own words follow where only they say more.
func tellFailure(root *cobra.Command, v terminal.Voice, err error) {
	t, refused := troubleOf(err), v.Refused(err)
	if t.code == "unexpected" && refused != "" {
		t.code = "file"
	}
	root.PrintErrln(v.Word("central.error."+t.code, t.args...))
	if refused != "" {
		root.PrintErrln(refused)
	}
	root.PrintErrln(v.Word("central.hint."+t.code, t.args...))
	if refused == "" && (t.code == "unexpected" || t.code == "database" || t.code == "listen") {
		root.PrintErrln(v.Word("machine.cause", "cause", strings.Join(strings.Fields(err.Error()), " ")))
	}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	carry "sala/sync/courier"
)

func courier(c *console) *cobra.Command {
	return group("courier", "Carry the journal to central and its answer back on a USB stick", courierExport(c), courierImport(c))
}

func courierExport(c *console) *cobra.Command {
	var to string
	var volume int64
	cmd := &cobra.Command{
		Use:   "export --to FILE",
		Short: "Write what central has not acknowledged, encrypted to central",
		Long: `export writes every entry that central has not signed for, encrypted to central's
key. Take the file to central ("central courier import"), and its reply back to
"salactl courier import". Losing the stick loses nothing: what was not acknowledged
is exported again. With --volume attachments that do not fit go into FILE.2, FILE.3 ...`,
		Example: "  salactl courier export --to /media/stick/TH-5014-D02.sala",
	}
	cmd.Flags().StringVar(&to, "to", "", "a new file, on the stick")
	cmd.MarkFlagRequired("to")
	cmd.Flags().Int64Var(&volume, "volume", 0, "bytes of one file (default: one file, however large)")
	cmd.RunE = c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
		var files []string
		done, err := st.Courier().Export(ctx, func(n int) (io.WriteCloser, error) {
			name := to
			if n > 1 {
				name = fmt.Sprintf("%s.%d", to, n)
			}
			f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
			if err != nil {
				return nil, cannotWrite(name, err)
			}
			files = append(files, name)
			return f, nil
		}, volume)
		if err != nil {
			for _, name := range files { // half a bundle is none
				_ = os.Remove(name)
			}
			return c.carried("export for the courier", err)
		}
		told := map[string]any{"number": done.Number, "entries": done.Entries, "through": done.Through, "attachments": done.Photos, "files": files}
		return c.print(told, func(w io.Writer) {
			c.line(w, "salactl.courier.exported", "entries", done.Entries, "file", to, "number", fmt.Sprint(done.Number))
		})
	})
	return cmd
}

func courierImport(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "import FILE",
		Short:   "Take central's reply in: acknowledgements, rejections, leases, changes",
		Example: "  salactl courier import /media/stick/TH-5014-D02.reply",
		Args:    cobra.ExactArgs(1),
		RunE: c.atStation(func(ctx context.Context, st *station.Station, args []string) error {
			f, err := os.Open(args[0])
			if err != nil {
				return noFile(args[0], err)
			}
			defer f.Close()
			r, err := st.TakeReply(ctx, f)
			if err != nil {
				return c.carried("import from the courier", err)
			}
			told := map[string]any{"acknowledged": r.Through, "accepted": r.Accepted, "conflicts": r.Conflicts, "rejected": r.Rejected, "pulled": r.Pulled, "leases": r.Leases}
			return c.print(told, func(w io.Writer) {
				c.line(w, "salactl.courier.imported", "acknowledged", r.Through, "accepted", r.Accepted, "aside", r.Conflicts+r.Rejected, "pulled", r.Pulled, "leases", r.Leases)
			})
		}),
	}
}

// carried gives an error of the courier the code that its words are found by.
func (c *console) carried(op string, err error) error {
	var told *office.Error
	if code := carry.CodeOf(err); !errors.As(err, &told) && c.words.Has("sync.reason."+code) {
		return &office.Error{Op: op, Code: "sync." + code, Err: err}
	}
	return err
}

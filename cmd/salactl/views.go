package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/forms/register"
)

func registerViews(c *console) *cobra.Command {
	return c.views(&cobra.Command{
		Use:     "views REGISTER ID",
		Short:   "Who has looked at a record on this station, when and why: the citizen's view",
		Example: "  salactl register views tax TH-5014-T001\n  salactl register views tax TH-5014-T001 --consent card --out looks.pdf --officer somjai",
		Args:    cobra.ExactArgs(2),
	}, func(_ context.Context, st *station.Station, args []string) (string, string, error) {
		return args[0], args[1], knownRegister(st, args[0])
	})
}

// views makes cmd list who looked at the record that whose finds, or with --out
// put the list on paper for the citizen.
func (c *console) views(cmd *cobra.Command, whose func(ctx context.Context, st *station.Station, args []string) (reg, id string, err error)) *cobra.Command {
	l := looking{purpose: register.ForCitizen}
	var out string
	cmd.Long = cmd.Short + `.

--out writes the list as a PDF for the citizen, in the language of --language. That
opens the record, so it is a look itself: it needs --officer, and stands in the list.`
	l.flags(cmd)
	cmd.Flags().StringVar(&out, "out", "", "a new PDF file")
	cmd.RunE = c.atStation(func(ctx context.Context, st *station.Station, args []string) error {
		reg, id, err := whose(ctx, st, args)
		if err != nil {
			return err
		}
		if out != "" {
			return c.viewsFile(ctx, st, reg, id, l, out)
		}
		list, err := st.Store.Viewings(ctx, reg, id)
		if err != nil {
			return err
		}
		return c.printViews(list)
	})
	return cmd
}

func (c *console) viewsFile(ctx context.Context, st *station.Station, reg, id string, l looking, out string) error {
	s, err := c.session(ctx, st)
	if err != nil {
		return err
	}
	look, err := l.read(ctx, st)
	if err != nil {
		return err
	}
	v, err := s.Views(ctx, reg, id, look)
	if err != nil {
		return err
	}
	file, err := s.ViewsFile(ctx, v, c.language)
	if err != nil {
		return err
	}
	if err := writeOwn(out, file); err != nil {
		return err
	}
	return c.print(map[string]any{"file": out, "looks": len(v.List)}, func(w io.Writer) {
		c.line(w, "salactl.views.written", "count", len(v.List), "file", out)
	})
}

func (c *console) printViews(all []office.Viewing) error {
	return c.print(list(all), func(w io.Writer) {
		t := table{head: []string{c.word("salactl.head.at"), c.word("salactl.head.officer"), c.word("salactl.head.purpose"), c.word("salactl.head.consent")}}
		for _, v := range all {
			t.add(c.moment(v.At), v.Officer, c.coded("purpose.", v.Purpose), c.coded("consent.", v.Consent))
		}
		t.write(w)
	})
}

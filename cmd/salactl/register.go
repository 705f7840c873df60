package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"sala/app/station"
	"sala/cmd/internal/terminal"
)

func registers(c *console) *cobra.Command {
	return group("register", "Registers: find, open, see what changed, bring in from CSV",
		registerFind(c), registerShow(c), registerHistory(c), registerViews(c), registerImport(c))
}

func registerFind(c *console) *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use:     "find REGISTER QUERY",
		Short:   "Find records of a register",
		Example: "  salactl register find household สันทราย",
		Args:    cobra.MinimumNArgs(2),
	}
	cmd.Flags().IntVar(&limit, "limit", 50, "at most so many")
	cmd.RunE = c.atStation(func(ctx context.Context, st *station.Station, args []string) error {
		if err := knownRegister(st, args[0]); err != nil {
			return err
		}
		return c.find(ctx, st, strings.Join(args[1:], " "), args[0], limit)
	})
	return cmd
}

// knownRegister refuses a register that the station's pack does not have.
func knownRegister(st *station.Station, name string) error {
	var all []string
	for _, r := range st.Pack.Registers() {
		all = append(all, r.Name)
	}
	return terminal.OneOf("REGISTER", name, all...)
}

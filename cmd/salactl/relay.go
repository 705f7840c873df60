package main

import (
	"context"
	"io"
	"net/url"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/cmd/internal/terminal"
	"sala/sync/relay"
)

func relayGroup(c *console) *cobra.Command {
	return group("relay", "The office's relay: a machine that stands in for central while the line is down", relaySet(c), relayStatus(c), relayRun(c))
}

func relaySet(c *console) *cobra.Command {
	var r station.Relay
	var off bool
	cmd := &cobra.Command{
		Use:   "set --listen ADDRESS | --url URL | --find | --off",
		Short: "Make this station the relay, or say where the relay is",
		Long: `With --listen this station is the office's relay; an official has to have made it
one at central ("central relay --station NAME"). The others find it by --url, or by
--find on the office's network. While the line is down they hand their work to it,
see each other's petitions, take numbers of one queue, and get a spare block of legal
numbers from it when their own run out; when the line is back it forwards everything. It takes effect when the program is started next.`,
		Example: "  salactl relay set --listen :8444 --officer somjai\n  salactl relay set --url https://192.168.1.20:8444 --officer somjai\n  salactl relay set --find --officer somjai",
	}
	cmd.Flags().StringVar(&r.Listen, "listen", "", "be the relay: address and port to listen on, such as :8444")
	cmd.Flags().StringSliceVar(&r.Names, "name", nil, "with --listen: a name under .local or a private address by which the others call it (default: the machine's own)")
	cmd.Flags().StringVar(&r.URL, "url", "", "the relay's address, https://HOST:PORT")
	cmd.Flags().BoolVar(&r.Find, "find", false, "look for the relay on the office's network")
	cmd.Flags().BoolVar(&off, "off", false, "use no relay and be none")
	cmd.MarkFlagsMutuallyExclusive("listen", "url", "find", "off")
	cmd.MarkFlagsOneRequired("listen", "url", "find", "off")
	cmd.PreRunE = func(*cobra.Command, []string) error {
		if u, err := url.Parse(r.URL); r.URL != "" && (err != nil || u.Scheme != "https" || u.Port() == "") {
			return terminal.Misused("usage.form", "what", "--url", "value", r.URL, "form", "https://HOST:PORT")
		}
		return nil
	}
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, _ []string) error {
		if err := st.SetRelay(s, r); err != nil {
			return err
		}
		return c.print(st.Config.Relay, func(w io.Writer) { c.line(w, "salactl.relay.set") })
	})
	return cmd
}

// relayTold is what relay status tells.
type relayTold struct {
	station.Relay
	Found   string `json:"found,omitempty"`
	Holding int    `json:"holding"` // entries of others that central does not have yet
}

func relayStatus(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "status",
		Short:   "Where the relay is, and what this one holds for others",
		Example: "  salactl relay status --json",
		RunE: c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
			told := relayTold{Relay: st.Config.Relay}
			var err error
			if told.Holding, err = st.Store.RelayHolds(ctx); err != nil {
				return err
			}
			if told.Find {
				told.Found = relay.Find(ctx, st.Config.Profile.Office)
			}
			return c.print(told, func(w io.Writer) {
				key := "salactl.relay.none"
				switch {
				case told.Listen != "":
					key = "salactl.relay.is"
				case told.URL+told.Found != "":
					key = "salactl.relay.at"
				case told.Find:
					key = "salactl.relay.not_found"
				}
				c.line(w, key, "listen", told.Listen, "url", told.URL+told.Found, "count", told.Holding)
			})
		}),
	}
}

func relayRun(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "run",
		Short:   "Serve as the relay until interrupted, on a machine without a window",
		Example: "  salactl relay run",
		RunE: c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
			if st.Config.Relay.Listen == "" {
				return &office.Error{Op: "serve as the relay", Code: "no_relay"}
			}
			c.note("salactl.relay.serving", "listen", st.Config.Relay.Listen)
			go func() { _ = st.Sync.Run(ctx) }() // its own work goes to central too
			return st.ServeRelay(ctx)
		}),
	}
}

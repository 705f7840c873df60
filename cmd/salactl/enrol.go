package main

import (
	"context"
	"io"
	"os"
	"regexp"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/cmd/internal/terminal"
	"sala/sync/client"
)

func enrol(c *console) *cobra.Command {
	var code, address, authority, token string
	cmd := &cobra.Command{
		Use:   "enrol",
		Short: "Take the station in at a central system, with a one-time code",
		Long: `enrol takes the station in at a central system. The code, the address and the
authority's SHA-256 come from central's administrator ("central enrol-code");
the authority is compared, so that no other server can answer in its place.

With --token all of it comes from a file on a stick ("central enrol-code --token").
It works once; afterwards it is removed from the stick, if that can be written to.`,
		Example: `  salactl enrol --token /media/stick/TH-5014-D02.token
    salactl enrol --code 4KQ7-... --url https://central.example:8443 --authority 9f2c... --officer somjai`,
	}
	cmd.Flags().StringVar(&code, "code", "", "the one-time code")
	cmd.Flags().StringVar(&address, "url", "", "central's address (default: as the station was made)")
	cmd.Flags().StringVar(&authority, "authority", "", "the SHA-256 of central's authority, in hex (default: as the station was made)")
	cmd.Flags().StringVar(&token, "token", "", "the token's file, in place of the three others")
	cmd.MarkFlagsMutuallyExclusive("token", "code")
	cmd.MarkFlagsMutuallyExclusive("token", "url")
	cmd.MarkFlagsMutuallyExclusive("token", "authority")
	cmd.RunE = c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
		central := st.Config.Central
		if address != "" {
			central.URL = address
		}
		if authority != "" {
			central.Authority = authority
		}
		if token != "" {
			t, err := c.readToken(st, token)
			if err != nil {
				return err
			}
			central.URL, central.Authority, code = t.URL, t.Authority, t.Code
		}
		if err := checkCentral(central, code); err != nil {
			return err
		}
		c.note("salactl.enrol.asking", "url", central.URL)
		if err := st.EnrolAt(ctx, central, code); err != nil {
			return err
		}
		if token != "" {
			_ = os.Remove(token) // it opens nothing any more
		}
		told := map[string]string{"station": st.Config.Profile.Station, "url": central.URL, "authority": central.Authority}
		return c.print(told, func(w io.Writer) {
			c.line(w, "salactl.enrol.done", "station", told["station"], "url", central.URL)
			c.line(w, "salactl.init.next")
			c.next(w, "salactl.enrol.next_sync", "salactl sync run --dir "+st.Dir)
		})
	})
	return cmd
}

// readToken reads the token in a file and sees that it is for this station.
func (c *console) readToken(st *station.Station, file string) (client.Token, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return client.Token{}, noFile(file, err)
	}
	t, err := client.ReadToken(b)
	if err == nil {
		p := st.Config.Profile
		err = t.Fits(p.Office, p.Station, st.Office.Now())
	}
	if err != nil {
		return t, &office.Error{Op: "enrol", Code: client.TokenCodeOf(err), Args: map[string]any{"file": file, "station": t.Station, "office": t.Office}, Err: err}
	}
	return t, nil
}

func checkCentral(central station.Central, code string) error {
	var wrong terminal.Misuse
	if code == "" {
		wrong = wrong.And("usage.needed", "flag", "--code")
	}
	wrong = wrong.With(terminal.Address("--url", central.URL))
	if !regexp.MustCompile(`^[0-9a-fA-F]{64}$`).MatchString(central.Authority) {
		wrong = wrong.And("usage.authority", "value", central.Authority)
	}
	return wrong.Err()
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"

	"github.com/spf13/cobra"

	"sala/app/station"
)

func enrol(c *console) *cobra.Command {
	var code, address, authority string
	cmd := &cobra.Command{
		Use:   "enrol",
		Short: "Take the station in at a central system, with a one-time code",
		Long: `enrol takes the station in at a central system. The code, the address and the
authority's SHA-256 come from central's administrator ("central enrol-code");
the authority is compared, so that no other server can answer in its place.`,
		Example: `  salactl enrol --code 4KQ7-... --url https://central.example:8443 --authority 9f2c... --officer somjai`,
	}
	cmd.Flags().StringVar(&code, "code", "", "the one-time code")
	cmd.Flags().StringVar(&address, "url", "", "central's address (default: as the station was made)")
	cmd.Flags().StringVar(&authority, "authority", "", "the SHA-256 of central's authority, in hex (default: as the station was made)")
	cmd.RunE = c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
		central := st.Config.Central
		if address != "" {
			central.URL = address
		}
		if authority != "" {
			central.Authority = authority
		}
		if err := checkCentral(central, code); err != nil {
			return err
		}
		c.note("salactl.enrol.asking", "url", central.URL)
		if err := st.EnrolAt(ctx, central, code); err != nil {
			return err
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

func checkCentral(central station.Central, code string) error {
	var wrong []error
	if code == "" {
		wrong = append(wrong, errors.New("--code is needed"))
	}
	if u, err := url.Parse(central.URL); err != nil || u.Scheme != "https" || u.Host == "" {
		wrong = append(wrong, fmt.Errorf("--url %q is not an https address", central.URL))
	}
	if !regexp.MustCompile(`^[0-9a-fA-F]{64}$`).MatchString(central.Authority) {
		wrong = append(wrong, fmt.Errorf("--authority %q is not a SHA-256 in hex", central.Authority))
	}
	if len(wrong) > 0 {
		return errors.Join(append([]error{errUsage}, wrong...)...)
	}
	return nil
}

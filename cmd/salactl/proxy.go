package main

import (
	"context"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
)

func syncProxy(c *console) *cobra.Command {
	var address, user, file string
	var off bool
	cmd := &cobra.Command{
		Use:   "proxy [--url URL [--user NAME --user-password-file FILE] | --off]",
		Short: "Show or set the proxy on the way to central",
		Long: `proxy says through which proxy the line to central goes. Without a setting the
environment decides (HTTPS_PROXY, NO_PROXY; a name and a password may stand in it).
The password that is set here is kept encrypted and never shown.`,
		Example: "  salactl sync proxy\n  salactl sync proxy --url http://proxy.example:3128 --user sala --user-password-file proxy.txt --officer somjai",
	}
	cmd.Flags().StringVar(&address, "url", "", "the proxy's address, http://HOST:PORT")
	cmd.Flags().StringVar(&user, "user", "", "the name that the proxy wants")
	cmd.Flags().StringVar(&file, "user-password-file", "", "a file with the password in its first line")
	cmd.Flags().BoolVar(&off, "off", false, "go back to what the environment says")
	cmd.MarkFlagsMutuallyExclusive("url", "off")
	show := c.atStation(func(_ context.Context, st *station.Station, _ []string) error {
		at, name, err := st.Proxy()
		if err != nil {
			return err
		}
		return c.print(map[string]string{"url": at, "user": name}, func(w io.Writer) {
			if at == "" {
				c.line(w, "salactl.proxy.environment")
				return
			}
			c.line(w, "salactl.proxy.set", "url", at, "user", name)
		})
	})
	set := c.asOfficer(func(_ context.Context, st *station.Station, s *office.Session, _ []string) error {
		password := ""
		if file != "" {
			b, err := os.ReadFile(file)
			if err != nil {
				return noFile(file, err)
			}
			password, _, _ = strings.Cut(string(b), "\n")
			password = strings.TrimRight(password, "\r")
		}
		if err := st.SetProxy(s, address, user, password); err != nil {
			return err
		}
		kept := "salactl.proxy.kept"
		if off {
			kept = "salactl.proxy.environment"
		}
		return c.print(map[string]string{"url": address, "user": user}, func(w io.Writer) { c.line(w, kept) })
	})
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if address == "" && !off {
			return show(cmd, args)
		}
		return set(cmd, args)
	}
	return cmd
}

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"sala/cmd/internal/terminal"
	"sala/sync/central"
	"sala/sync/central/outward"
	"sala/sync/central/service"
	"sala/sync/central/sqlstore"
	"sala/sync/courier"
)

// with opens the central system for a command and closes it.
func with(config *service.Config, do func(*cobra.Command, []string, *service.Service) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		s, err := service.Open(cmd.Context(), *config)
		if err != nil {
			return err
		}
		return errors.Join(do(cmd, args, s), s.Close())
	}
}

func official(config *service.Config) *cobra.Command {
	var name, role, password string
	c := &cobra.Command{
		Use: "official", Short: "Let a person use the console; prints the key of the second factor", Args: cobra.NoArgs,
		Example: "  central official --name malee --role admin < password.txt",
		PreRunE: func(*cobra.Command, []string) error { return terminal.OneOf("--role", role, central.Roles()...) },
		RunE: with(config, func(cmd *cobra.Command, _ []string, s *service.Service) error {
			if password == "" {
				b, err := io.ReadAll(io.LimitReader(cmd.InOrStdin(), 1024))
				if err != nil {
					return fmt.Errorf("read the password: %w", err)
				}
				password = strings.TrimSpace(string(b))
			}
			uri, err := s.Central.AddOfficial(cmd.Context(), name, role, password)
			if err != nil {
				return err
			}
			return json.NewEncoder(cmd.OutOrStdout()).Encode(map[string]string{"name": name, "role": role, "second_factor": uri})
		}),
	}
	c.Flags().StringVar(&name, "name", "", "the name to sign in with")
	c.Flags().StringVar(&role, "role", "viewer", "viewer, registrar or admin")
	c.Flags().StringVar(&password, "password", "", "the password; read from standard input when it is not given, so that no list of processes shows it")
	c.MarkFlagRequired("name")
	return c
}

func courierCommand(config *service.Config) *cobra.Command {
	c := &cobra.Command{Use: "courier", Short: "Take in what stations send by USB"}
	var reply string
	in := &cobra.Command{
		Use: "import FILE", Short: "Take a bundle in and write the reply for its station", Args: cobra.ExactArgs(1),
		Example: "  central courier import /media/stick/TH-5014-D02.sala",
		RunE: with(config, func(cmd *cobra.Command, args []string, s *service.Service) error {
			b, err := os.ReadFile(filepath.Clean(args[0]))
			if err != nil {
				return fmt.Errorf("import a bundle: %w", err)
			}
			if reply == "" {
				reply = args[0] + ".reply"
			}
			keys := courier.Keys{Courier: s.Central.Authority.Courier, Signing: s.Central.Authority.Signing}
			t, err := courier.Answer(cmd.Context(), s.Central, keys, bytes.NewReader(b), func() (io.WriteCloser, error) {
				return os.OpenFile(filepath.Clean(reply), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
			})
			if err != nil {
				return err
			}
			return json.NewEncoder(cmd.OutOrStdout()).Encode(map[string]any{"taken": t, "reply": reply})
		}),
	}
	in.Flags().StringVar(&reply, "reply", "", "file for the reply; FILE.reply when it is not given")
	c.AddCommand(in)
	return c
}

func backup(config *service.Config) *cobra.Command {
	var to string
	c := &cobra.Command{
		Use: "backup", Short: "Copy the database while central works", Args: cobra.NoArgs,
		Example: "  central backup --to /srv/copies/central-2026-11-23.db",
		Long:    "Copies the database, consistently, while central works, SQLite or PostgreSQL, into one SQLite file. To restore, stop central and run central restore; stations notice what is missing and send it again.\nThe keys in the data folder are not in the copy: keep authority.pem and the keys of papers apart, locked away.",
		RunE:    with(config, func(cmd *cobra.Command, _ []string, s *service.Service) error { return s.Backup(cmd.Context(), to) }),
	}
	c.Flags().StringVar(&to, "to", "", "the file to write; it must not be there yet")
	c.MarkFlagRequired("to")
	return c
}

func restore(config *service.Config) *cobra.Command {
	var from string
	c := &cobra.Command{
		Use: "restore", Short: "Put a backup in the place of the database, when it is sound", Args: cobra.NoArgs,
		Example: "  central restore --from /srv/copies/central-2026-11-23.db",
		Long:    "Reads the backup whole and checks every journal in it, and only then puts it in the place of the database, which stays beside it under another name. Stop central first. With PostgreSQL, run central migrate with the backup's folder into an empty database.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			findings, err := service.Restore(cmd.Context(), *config, from)
			tell(cmd, findings)
			return err
		},
	}
	c.Flags().StringVar(&from, "from", "", "the backup's file")
	c.MarkFlagRequired("from")
	return c
}

func migrate(config *service.Config) *cobra.Command {
	var to string
	c := &cobra.Command{
		Use: "migrate", Short: "Copy everything from SQLite into an empty PostgreSQL database; without --to, bring the database to this version", Args: cobra.NoArgs,
		Example: "  central migrate\n  central migrate --to postgres://sala@localhost/sala",
		Long:    "With --to, copies everything from the SQLite database in the data folder into an empty PostgreSQL database and checks what arrived. Stop central first, and start it with --postgres afterwards. The SQLite database stays as it is.\nWithout --to, brings the database to the version of this program, as every command does when it opens it.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if to == "" {
				s, err := service.Open(cmd.Context(), *config)
				if err == nil {
					err = s.Close()
				}
				return err
			}
			findings, err := service.Migrate(cmd.Context(), *config, to, func(c sqlstore.Copied) { fmt.Fprintf(cmd.ErrOrStderr(), "%s: %d\n", c.Table, c.Rows) })
			if bad := tell(cmd, findings); err == nil && bad > 0 {
				err = &trouble{"migrated_badly", []any{"count", bad}, nil}
			}
			return err
		},
	}
	c.Flags().StringVar(&to, "to", "", "address of the PostgreSQL database")
	return c
}

// tell prints findings and returns how many are bad.
func tell(cmd *cobra.Command, findings []central.Finding) int {
	bad := 0
	for _, f := range findings {
		mark := "good"
		if !f.Good {
			mark, bad = "BAD ", bad+1
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%s  %s: %s\n", mark, f.What, f.Detail)
	}
	return bad
}

func doctor(config *service.Config) *cobra.Command {
	return &cobra.Command{
		Use: "doctor", Short: "Check everything that central keeps against itself", Args: cobra.NoArgs,
		Example: "  central doctor --data /srv/central",
		RunE: with(config, func(cmd *cobra.Command, _ []string, s *service.Service) error {
			findings, err := s.Central.Examine(cmd.Context())
			if err != nil {
				return err
			}
			bad := tell(cmd, findings)
			if info, err := os.Stat(filepath.Join(config.Dir, "authority.pem")); err != nil || info.Mode().Perm()&0o077 != 0 {
				fmt.Fprintln(cmd.OutOrStdout(), "BAD   keys: authority.pem can be read by others, or is not there: chmod 600")
				bad++
			}
			if bad > 0 {
				return &trouble{"findings", []any{"count", bad}, nil}
			}
			return nil
		}),
	}
}

func partner(config *service.Config) *cobra.Command {
	var p outward.Partner
	c := &cobra.Command{
		Use: "partner", Short: "Serve another system: it reads, it is called, or petitions are submitted to it", Args: cobra.NoArgs,
		Example: "  central partner --name statistics --way reads --secret 'sixteen letters..' --office TH-5014\n" +
			"  central partner --name payments --way called --url https://pay.example/sala --secret 'sixteen letters..'",
		PreRunE: func(*cobra.Command, []string) error {
			err := terminal.OneOf("--way", p.Way, outward.Reads, outward.Called, outward.OpenRosa)
			if err != nil || p.Way == outward.Reads {
				return err
			}
			if p.URL == "" {
				return terminal.Misused("usage.needed", "flag", "--url")
			}
			return terminal.Address("--url", p.URL)
		},
		RunE: with(config, func(cmd *cobra.Command, _ []string, s *service.Service) error {
			if len(p.Secret) < outward.ShortestSecret {
				return &trouble{"secret", []any{"least", outward.ShortestSecret}, nil}
			}
			return s.Partner(cmd.Context(), p)
		}),
	}
	c.Flags().StringVar(&p.Name, "name", "", "the partner's name")
	c.Flags().StringVar(&p.Way, "way", outward.Reads, "reads, called or openrosa")
	c.Flags().StringVar(&p.URL, "url", "", "where it is called, or its submission address")
	c.Flags().StringVar(&p.User, "user", "", "the name at an OpenRosa server")
	c.Flags().StringVar(&p.Secret, "secret", "", "its key, its calls' signing secret, or the password")
	c.Flags().StringVar(&p.Client, "x-road-client", "", "its X-Road identifier")
	c.Flags().StringSliceVar(&p.Offices, "office", nil, "an office whose changes it gets; may be repeated")
	c.MarkFlagRequired("name")
	return c
}

func relayCommand(config *service.Config) *cobra.Command {
	var station string
	c := &cobra.Command{
		Use: "relay", Short: "Let a station stand in for central in its office while the line is down", Args: cobra.NoArgs,
		Example: "  central relay --station TH-5014-D01",
		RunE: with(config, func(cmd *cobra.Command, _ []string, s *service.Service) error {
			return absent(s.Central.MakeRelay(cmd.Context(), station), station)
		}),
	}
	c.Flags().StringVar(&station, "station", "", "the station's name")
	c.MarkFlagRequired("station")
	return c
}

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sala/cmd/internal/terminal"
	"sala/forms/register"
	"sala/sync/central"
	"sala/sync/central/service"
	"sala/sync/client"
)

// newCommand returns the command line.
func newCommand() *cobra.Command {
	config := service.Config{Packs: deliveredPacks()}
	var language string
	root := &cobra.Command{
		Use: "central", Short: "The reference central system of Sala: takes the journals of stations and answers for the registers.",
		Long: `central keeps everything in its data folder (--data), or its registers in PostgreSQL
(--postgres). Every command but restore and migrate may be called while central serves.
It prints JSON, one object a line; serve logs to standard error.

What goes wrong is told in Thai, Korean or English, on standard error too.

Exit codes: 0 done; 1 refused or failed; 2 called wrongly, nothing was touched.`,
		Example: `  central office --id TH-5014 --name สำนักทะเบียน
  central seed --from register.jsonl
  central serve --listen :8443 --name central.example
  central enrol-code --office TH-5014 --station TH-5014-D02
  central official --name malee --role admin < password.txt`,
		SilenceErrors: true, SilenceUsage: true,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			_, err := terminal.Speak(language)
			return err
		},
	}
	flags := root.PersistentFlags()
	flags.StringVar(&language, "language", "", "in which it is said what went wrong: th, ko or en (default: the system's)")
	flags.StringVar(&config.Dir, "data", "central-data", "data folder: keys, and the database unless --postgres is given")
	flags.StringVar(&config.Postgres, "postgres", "", "address of a PostgreSQL database in place of SQLite in the data folder")
	root.AddCommand(serve(&config), office(&config), enrolCode(&config), seed(&config), official(&config), courierCommand(&config), backup(&config), restore(&config), migrate(&config), doctor(&config), partner(&config), relayCommand(&config), packCommand(&config))
	terminal.Strict(root)
	return root
}

func serve(config *service.Config) *cobra.Command {
	var readyFile string
	c := &cobra.Command{
		Use: "serve", Short: "Serve stations until told to stop", Args: cobra.NoArgs,
		Example: "  central serve --listen :8443 --name central.example --data /srv/central",
		RunE: func(cmd *cobra.Command, _ []string) error {
			config.Log = slog.New(slog.NewJSONHandler(cmd.ErrOrStderr(), nil))
			s, err := service.Open(cmd.Context(), *config)
			if err != nil {
				return err
			}
			defer s.Close()
			return s.Serve(cmd.Context(), func(r service.Ready) {
				line, err := json.Marshal(r)
				if err == nil && readyFile != "" {
					err = writeFile(readyFile, append(line, '\n'))
				}
				if err != nil {
					config.Log.Error("cannot say that central is ready", "error", err)
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%s\n", line)
			})
		},
	}
	c.Flags().StringVar(&config.Listen, "listen", "127.0.0.1:8443", "address and port to listen on; port 0 takes a free one")
	c.Flags().StringSliceVar(&config.Names, "name", nil, "host name or address by which stations call this server; may be repeated")
	c.Flags().StringVar(&readyFile, "ready-file", "", "file to write the line to that is printed when the server listens")
	return c
}

// writeFile writes a file so that a reader sees all of it or nothing.
func writeFile(path string, b []byte) error {
	if err := os.WriteFile(path+".new", b, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

func office(config *service.Config) *cobra.Command {
	var o central.Office
	c := &cobra.Command{
		Use: "office", Short: "Make an office, or change its name", Args: cobra.NoArgs,
		Example: "  central office --id TH-5014 --name สำนักทะเบียนตัวอย่าง\n  central office --id KR-4183 --country KR --name 견본사무소",
		PreRunE: func(*cobra.Command, []string) error { return terminal.OneOf("--country", o.Country, "TH", "KR") },
		RunE: with(config, func(cmd *cobra.Command, _ []string, s *service.Service) error {
			return s.Central.AddOffice(cmd.Context(), o)
		}),
	}
	c.Flags().StringVar(&o.ID, "id", "", "the office's ID, such as TH-5001")
	c.Flags().StringVar(&o.Country, "country", "TH", "TH or KR: which era counts the years of legal numbers")
	c.Flags().StringVar(&o.Name, "name", "", "its name")
	c.MarkFlagRequired("id")
	return c
}

func enrolCode(config *service.Config) *cobra.Command {
	var id, station, token, address string
	var life time.Duration
	c := &cobra.Command{
		Use: "enrol-code", Short: "Make a one-time code with which one station may enrol", Args: cobra.NoArgs,
		Example: "  central enrol-code --office TH-5014 --station TH-5014-D02\n" +
			"  central enrol-code --office TH-5014 --life 1h --token /media/stick/token --url https://central.example:8443",
		PreRunE: func(*cobra.Command, []string) error {
			var wrong terminal.Misuse
			if station != "" && !strings.HasPrefix(station, id+"-") {
				wrong = wrong.And("usage.form", "what", "--station", "value", station, "form", id+"-D02")
			}
			if life <= 0 {
				wrong = wrong.And("usage.not_a_time", "flag", "--life", "value", life.String())
			}
			if token != "" {
				wrong = wrong.With(terminal.Address("--url", address))
			}
			return wrong.Err()
		},
		RunE: with(config, func(cmd *cobra.Command, _ []string, s *service.Service) error {
			code, err := s.Central.NewCode(cmd.Context(), id, station, life)
			if err != nil {
				return absent(err, id)
			}
			if token != "" {
				return writeToken(cmd, token, client.Token{URL: address, Authority: s.Central.Authority.Fingerprint(), Office: id, Station: station, Code: code,
					Expires: time.Now().Add(life).Unix()})
			}
			return json.NewEncoder(cmd.OutOrStdout()).Encode(map[string]string{"code": code, "office": id, "ca_fingerprint": s.Central.Authority.Fingerprint()})
		}),
	}
	c.Flags().StringVar(&id, "office", "", "the office's ID")
	c.Flags().StringVar(&station, "station", "", "the only name that the station may have")
	c.Flags().DurationVar(&life, "life", 24*time.Hour, "how long the code holds")
	c.Flags().StringVar(&token, "token", "", "write a token to this new file, on a stick, for \"salactl enrol --token\"; the code is then not printed")
	c.Flags().StringVar(&address, "url", "", "with --token: the address at which the station reaches central, https://HOST:PORT")
	c.MarkFlagsRequiredTogether("token", "url")
	c.MarkFlagRequired("office")
	return c
}

// writeToken writes an enrolment token, readable by its owner only.
func writeToken(cmd *cobra.Command, file string, t client.Token) error {
	b, err := t.Encode()
	if err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Clean(file), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write the token: %w", err)
	}
	if _, err = f.Write(b); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write the token: %w", err)
	}
	return json.NewEncoder(cmd.OutOrStdout()).Encode(map[string]any{"token": file, "office": t.Office, "station": t.Station, "expires": time.Unix(t.Expires, 0)})
}

func seed(config *service.Config) *cobra.Command {
	var from string
	c := &cobra.Command{
		Use: "seed", Short: "Bring in an office's records: one JSON object a line, as register, id, office, fields", Args: cobra.NoArgs,
		Long: "Brings in the records that an office keeps already. A record that central has is left as it is: the same file can be brought in again.",
		Example: "  central seed --from register.jsonl\n" +
			`  echo '{"register":"household","id":"TH-5014-H1","office":"TH-5014","fields":{"code":"50140000011"}}' | central seed`,
		RunE: with(config, func(cmd *cobra.Command, _ []string, s *service.Service) error {
			in := cmd.InOrStdin()
			if from != "-" {
				f, err := os.Open(filepath.Clean(from))
				if err != nil {
					return fmt.Errorf("seed: %w", err)
				}
				defer f.Close()
				in = f
			}
			n, err := s.Central.Seed(cmd.Context(), recordsOf(in))
			if err != nil {
				return notSeeded(err, n)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "{\"records\":%d}\n", n)
			return nil
		}),
	}
	c.Flags().StringVar(&from, "from", "-", "file of records; - reads standard input")
	return c
}

// errRecord marks a line that is no record.
type errRecord struct {
	line int
	err  error
}

// Error returns the line and what is wrong with it.
func (e *errRecord) Error() string { return fmt.Sprintf("record %d: %v", e.line, e.err) }

// Unwrap returns what is wrong.
func (e *errRecord) Unwrap() error { return e.err }

// notSeeded tells why a file was not brought in whole, and how many records were.
func notSeeded(err error, added int) error {
	var r *errRecord
	var machine *fs.PathError
	switch {
	case errors.As(err, &machine):
		return err
	case errors.As(err, &r):
		return &trouble{"record", []any{"line", r.line, "count", added}, err}
	case errors.Is(err, central.ErrNotFound):
		return &trouble{"record_office", []any{"count", added}, err}
	}
	return err
}

// recordsOf reads one record after the other.
func recordsOf(r io.Reader) iter.Seq2[register.Record, error] {
	return func(yield func(register.Record, error) bool) {
		in := json.NewDecoder(r)
		in.UseNumber()
		for n := 1; ; n++ {
			var rec register.Record
			err := in.Decode(&rec)
			if errors.Is(err, io.EOF) {
				return
			}
			if err == nil {
				rec.Fields, err = integers(rec.Fields)
			}
			if err != nil {
				err = &errRecord{n, err}
			}
			if !yield(rec, err) || err != nil {
				return
			}
		}
	}
}

// integers turns JSON's numbers into the integers that a register keeps.
func integers(f register.Fields) (register.Fields, error) {
	for name, v := range f {
		switch v := v.(type) {
		case json.Number:
			n, err := v.Int64()
			if err != nil {
				return nil, fmt.Errorf("field %s: %w", name, err)
			}
			f[name] = n
		case map[string]any:
			nested, err := integers(v)
			if err != nil {
				return nil, err
			}
			f[name] = map[string]any(nested)
		}
	}
	return f, nil
}

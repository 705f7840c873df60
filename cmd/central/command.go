package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"sala/forms/register"
	"sala/sync/central"
	"sala/sync/central/service"
	"sala/sync/client"
)

// newCommand returns the command line.
func newCommand() *cobra.Command {
	config := service.Config{Packs: deliveredPacks()}
	root := &cobra.Command{
		Use: "central", Short: "The reference central system of Sala: takes the journals of stations and answers for the registers.",
		Long: `central keeps everything in its data folder (--data), or its registers in PostgreSQL
(--postgres). Every command but restore and migrate may be called while central serves.
It prints JSON, one object a line; serve logs to standard error.

Exit codes: 0 done; 1 refused or failed; 2 called wrongly, nothing was touched.`,
		Example: `  central office --id TH-5014 --name สำนักทะเบียน
  central seed --from register.jsonl
  central serve --listen :8443 --name central.example
  central enrol-code --office TH-5014 --station TH-5014-D02
  central official --name malee --role admin < password.txt`,
		SilenceErrors: true, SilenceUsage: true,
	}
	flags := root.PersistentFlags()
	flags.StringVar(&config.Dir, "data", "central-data", "data folder: keys, and the database unless --postgres is given")
	flags.StringVar(&config.Postgres, "postgres", "", "address of a PostgreSQL database in place of SQLite in the data folder")
	root.AddCommand(serve(&config), office(&config), enrolCode(&config), seed(&config), official(&config), courierCommand(&config), backup(&config), restore(&config), migrate(&config), doctor(&config), partner(&config), relayCommand(&config), pack(&config))
	strict(root)
	return root
}

func serve(config *service.Config) *cobra.Command {
	var readyFile string
	c := &cobra.Command{
		Use: "serve", Short: "Serve stations until told to stop", Args: cobra.NoArgs,
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
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := service.Open(cmd.Context(), *config)
			if err != nil {
				return err
			}
			defer s.Close()
			return s.Central.AddOffice(cmd.Context(), o)
		},
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
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := service.Open(cmd.Context(), *config)
			if err != nil {
				return err
			}
			defer s.Close()
			code, err := s.Central.NewCode(cmd.Context(), id, station, life)
			if err != nil {
				return err
			}
			if token != "" {
				return writeToken(cmd, token, client.Token{URL: address, Authority: s.Central.Authority.Fingerprint(), Office: id, Station: station, Code: code,
					Expires: time.Now().Add(life).Unix()})
			}
			return json.NewEncoder(cmd.OutOrStdout()).Encode(map[string]string{"code": code, "office": id, "ca_fingerprint": s.Central.Authority.Fingerprint()})
		},
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
	if err == nil {
		_, err = client.ReadToken(b)
	}
	if err != nil {
		return fmt.Errorf("%w: make a token: --url %q is not an https address: %w", errUsage, t.URL, err)
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
		RunE: func(cmd *cobra.Command, _ []string) error {
			in := cmd.InOrStdin()
			if from != "-" {
				f, err := os.Open(filepath.Clean(from))
				if err != nil {
					return fmt.Errorf("seed: %w", err)
				}
				defer f.Close()
				in = f
			}
			s, err := service.Open(cmd.Context(), *config)
			if err != nil {
				return err
			}
			defer s.Close()
			n, err := s.Central.Seed(cmd.Context(), recordsOf(in))
			fmt.Fprintf(cmd.OutOrStdout(), "{\"records\":%d}\n", n)
			return err
		},
	}
	c.Flags().StringVar(&from, "from", "-", "file of records; - reads standard input")
	return c
}

// recordsOf reads one record a line.
func recordsOf(r io.Reader) iter.Seq2[register.Record, error] {
	return func(yield func(register.Record, error) bool) {
		in := json.NewDecoder(r)
		in.UseNumber()
		for n := 1; in.More(); n++ {
			var rec register.Record
			err := in.Decode(&rec)
			if err != nil {
				err = fmt.Errorf("record %d: %w", n, err)
			} else if rec.Fields, err = integers(rec.Fields); err != nil {
				err = fmt.Errorf("record %d: %w", n, err)
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

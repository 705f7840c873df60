package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"sala/app/office"
	"sala/app/station"
	"sala/cmd/internal/terminal"
	"sala/forms/definition"
	"sala/forms/pack"
)

func packGroup(c *console) *cobra.Command {
	return group("pack", "Packs: a jurisdiction's signed set of forms, certificates, fees and words",
		packShow(c), packVerify(c), packInstall(c), packRollback(c), packTrust(c), packSign(c))
}

// shownPack is a pack as it is printed.
type shownPack struct {
	Name      string   `json:"name"`
	ID        string   `json:"id"`
	Version   string   `json:"version"`
	Minimum   string   `json:"minimum,omitempty"`
	Country   string   `json:"country,omitempty"`
	Languages []string `json:"languages,omitempty"`
	Currency  string   `json:"currency,omitempty"`
	Forms     int      `json:"forms"`
	Delivered bool     `json:"delivered"` // the program's own
	Kept      []string `json:"kept"`      // what can be rolled back to
	Trusted   []string `json:"trusted"`   // keys, in hex
}

func packShow(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "show",
		Short:   "The pack in use, what can be rolled back to, and whose packs are taken",
		Example: "  salactl pack show --json",
		RunE: c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
			kept, err := st.KeptPacks()
			if err != nil {
				return err
			}
			keys, err := st.PackKeys()
			if err != nil {
				return err
			}
			p := st.Pack
			told := shownPack{Name: p.Name(), ID: p.ID, Version: p.Version, Minimum: p.Minimum, Country: p.Country, Languages: p.Languages, Currency: p.Currency,
				Forms: len(p.Forms()), Delivered: st.Config.PackFile == "", Kept: list(kept), Trusted: []string{}}
			for _, k := range keys {
				told.Trusted = append(told.Trusted, hex.EncodeToString(k))
			}
			return c.print(told, func(w io.Writer) {
				fmt.Fprintf(w, "%s  %s\n", told.Name, p.Title.In(c.language))
				facts(w,
					[2]string{c.word("salactl.head.languages"), strings.Join(p.Languages, ", ")},
					[2]string{c.word("salactl.head.form"), fmt.Sprint(told.Forms)},
					[2]string{c.word("salactl.head.kept"), strings.Join(told.Kept, ", ")},
					[2]string{c.word("salactl.head.trusted"), strings.Join(told.Trusted, ", ")},
				)
			})
		}),
	}
}

// readKey reads a public key in hex.
func readKey(s string) (ed25519.PublicKey, error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != ed25519.PublicKeySize {
		return nil, terminal.Misused("usage.public_key", "value", s)
	}
	return b, nil
}

func packVerify(c *console) *cobra.Command {
	var key string
	cmd := &cobra.Command{
		Use:   "verify FILE",
		Short: "Check a signed pack: who signed it, that nothing was changed, and everything in it",
		Long: `verify checks a signed pack against --key, or against the keys that the station in
--dir trusts. Nothing is installed.`,
		Example: "  salactl pack verify th@1.1.0.pack --key 9f2c...",
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&key, "key", "", "the signer's public key in hex, in place of those that the station trusts")
	look := func(path string, trusted []ed25519.PublicKey) error {
		b, err := os.ReadFile(path)
		if err != nil {
			return noFile(path, err)
		}
		checked, err := station.CheckPack(b, trusted)
		if err != nil {
			return err
		}
		return c.tellPack(checked, "salactl.pack.verified")
	}
	at := c.atStation(func(_ context.Context, st *station.Station, args []string) error {
		keys, err := st.PackKeys()
		if err != nil {
			return err
		}
		return look(args[0], keys)
	})
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if key == "" {
			return at(cmd, args)
		}
		k, err := readKey(key)
		if err != nil {
			return err
		}
		return look(args[0], []ed25519.PublicKey{k})
	}
	return cmd
}

func (c *console) tellPack(p station.CheckedPack, key string) error {
	told := map[string]any{"id": p.ID, "version": p.Version, "minimum": p.Minimum, "forms": p.Forms, "files": len(p.Files), "faults": c.faults(p.Faults)}
	err := c.print(told, func(w io.Writer) {
		for _, f := range p.Faults {
			fmt.Fprintln(w, f.Said(c.what(f)))
		}
		fmt.Fprintln(w, c.words.Text(c.language, key, map[string]any{"pack": p.ID + "@" + p.Version, "count": p.Forms, "faults": len(p.Faults)}))
	})
	if err == nil && len(p.Faults) > 0 {
		return errQuiet
	}
	return err
}

func packInstall(c *console) *cobra.Command {
	return &cobra.Command{
		Use:   "install FILE",
		Short: "Put a signed pack to use, from a stick or a download",
		Long: `install puts a signed pack to use. It is refused when it was altered, when nobody
that the station trusts signed it, when it is older than the one in use (roll back
for that), when it needs a newer program, or when it fails its own checks. Windows
that are open go on with the old one until they are opened again.`,
		Example: "  salactl pack install /media/stick/th@1.1.0.pack --officer somjai",
		Args:    cobra.ExactArgs(1),
		RunE: c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
			b, err := os.ReadFile(args[0])
			if err != nil {
				return noFile(args[0], err)
			}
			checked, err := st.InstallPack(ctx, s, b)
			for _, f := range checked.Faults {
				c.say("%s", f.Said(c.what(f)))
			}
			if err != nil {
				return err
			}
			return c.tellPack(checked, "salactl.pack.installed")
		}),
	}
}

func packRollback(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "rollback NAME",
		Short:   "Put an earlier pack to use again",
		Example: "  salactl pack rollback th@1.0.0 --officer somjai",
		Args:    cobra.ExactArgs(1),
		RunE: c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
			before := st.Pack.Name()
			if err := st.RollBackPack(ctx, s, args[0]); err != nil {
				return err
			}
			return c.print(map[string]string{"pack": args[0], "before": before}, func(w io.Writer) {
				c.line(w, "salactl.pack.rolled_back", "pack", args[0], "before", before)
			})
		}),
	}
}

func packTrust(c *console) *cobra.Command {
	return &cobra.Command{
		Use:     "trust KEY",
		Short:   "Take packs that this key signed",
		Example: "  salactl pack trust 9f2c... --officer somjai",
		Args:    cobra.ExactArgs(1),
		RunE: c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
			key, err := readKey(args[0])
			if err != nil {
				return err
			}
			if err := st.TrustPacks(s, key); err != nil {
				return err
			}
			return c.print(map[string]string{"trusted": args[0]}, func(w io.Writer) { c.line(w, "salactl.pack.trusted", "key", args[0]) })
		}),
	}
}

func packSign(c *console) *cobra.Command {
	var key, out string
	cmd := &cobra.Command{
		Use:   "sign DIR --key FILE --out FILE",
		Short: "Sign a pack's folder, for offices to install",
		Long: `sign packs the folder and signs it. --key is a file with the 32 bytes of an Ed25519
seed in hex; where there is none one is made. Keep it locked away: whoever has it
can change every office's forms. Offices need its public half ("pack trust").`,
		Example: "  salactl pack sign my-pack --key agency.key --out th@1.1.0.pack",
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&key, "key", "", "the file with the signing key; made where there is none")
	cmd.Flags().StringVar(&out, "out", "", "a new file for the signed pack")
	cmd.MarkFlagRequired("key")
	cmd.MarkFlagRequired("out")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		if _, err := os.Stat(args[0]); err != nil {
			return noFile(args[0], err)
		}
		private, err := signingKey(key)
		if err != nil {
			return err
		}
		b, err := pack.Sign(os.DirFS(args[0]), private)
		var faults definition.Faults
		if errors.As(err, &faults) {
			for _, f := range faults {
				c.say("%s", f.Said(c.what(f)))
			}
			return &office.Error{Op: "sign a pack", Code: "pack_faulty", Args: map[string]any{"count": len(faults)}, Err: err}
		}
		if err != nil {
			return &office.Error{Op: "sign a pack", Code: "not_a_pack", Err: err}
		}
		public := private.Public().(ed25519.PublicKey)
		checked, err := station.CheckPack(b, []ed25519.PublicKey{public})
		if err != nil {
			return err
		}
		if len(checked.Faults) > 0 {
			return c.tellPack(checked, "salactl.pack.verified")
		}
		if err := writeNew(out, b); err != nil {
			return err
		}
		told := map[string]any{"file": out, "pack": checked.ID + "@" + checked.Version, "forms": checked.Forms, "public_key": hex.EncodeToString(public)}
		return c.print(told, func(w io.Writer) {
			c.line(w, "salactl.pack.signed", "file", out, "key", hex.EncodeToString(public))
		})
	}
	return cmd
}

// signingKey reads the key, or makes it where there is none.
func signingKey(path string) (ed25519.PrivateKey, error) {
	line, err := firstLine(path)
	if errors.Is(err, os.ErrNotExist) {
		_, private, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			return nil, fmt.Errorf("make a key: %w", err)
		}
		if err := os.WriteFile(path, []byte(hex.EncodeToString(private.Seed())+"\n"), 0o600); err != nil {
			return nil, cannotWrite(path, err)
		}
		return private, nil
	}
	if err != nil {
		return nil, err
	}
	seed, err := hex.DecodeString(line)
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, terminal.Misused("usage.signing_key", "file", path)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

package main

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"sala/assets/packs"
	"sala/cmd/internal/terminal"
	"sala/sync/central/service"
)

// deliveredPacks are the packs that the program brings along.
func deliveredPacks() []fs.FS {
	var all []fs.FS
	for _, country := range packs.Countries() {
		all = append(all, packs.Files(country))
	}
	return all
}

func packCommand(config *service.Config) *cobra.Command {
	c := &cobra.Command{Use: "pack", Short: "Signed packs of forms: take in, send out in stages, take back"}
	c.AddCommand(packTrust(config), packAdd(config), packSend(config), packBack(config), packList(config))
	return c
}

func packTrust(config *service.Config) *cobra.Command {
	return &cobra.Command{
		Use: "trust KEY", Short: "Take packs that this key (Ed25519, hex) signed", Args: cobra.ExactArgs(1),
		Example: "  central pack trust 9f2c...",
		RunE: with(config, func(cmd *cobra.Command, args []string, s *service.Service) error {
			key, err := hex.DecodeString(args[0])
			if err != nil || len(key) != ed25519.PublicKeySize {
				return terminal.Misused("usage.public_key", "value", args[0])
			}
			return s.Central.TrustPacks(cmd.Context(), key)
		}),
	}
}

func packAdd(config *service.Config) *cobra.Command {
	var offices []string
	c := &cobra.Command{
		Use: "add FILE", Short: "Check a signed pack and keep it; --office sends it out at once", Args: cobra.ExactArgs(1),
		Example: "  central pack add th-1.1.0.zip\n  central pack add th-1.1.0.zip --office TH-5014",
		RunE: with(config, func(cmd *cobra.Command, args []string, s *service.Service) error {
			b, err := os.ReadFile(filepath.Clean(args[0]))
			if err != nil {
				return fmt.Errorf("add a pack: %w", err)
			}
			f, err := s.Central.AddPack(cmd.Context(), b)
			if err == nil && len(offices) > 0 {
				err = absent(s.Central.SendPack(cmd.Context(), offices, f.Name()), offices...)
			}
			if err != nil {
				return err
			}
			return json.NewEncoder(cmd.OutOrStdout()).Encode(f)
		}),
	}
	c.Flags().StringSliceVar(&offices, "office", nil, "an office of the first stage; may be repeated")
	return c
}

func packSend(config *service.Config) *cobra.Command {
	var offices []string
	c := &cobra.Command{
		Use: "send NAME", Short: "Send a pack, such as th@1.1.0, out to some more offices", Args: cobra.ExactArgs(1),
		Example: "  central pack send th@1.1.0 --office TH-5015,TH-5016",
		RunE: with(config, func(cmd *cobra.Command, args []string, s *service.Service) error {
			return absent(s.Central.SendPack(cmd.Context(), offices, args[0]), append(args, offices...)...)
		}),
	}
	c.Flags().StringSliceVar(&offices, "office", nil, "an office of this stage; may be repeated")
	c.MarkFlagRequired("office")
	return c
}

func packBack(config *service.Config) *cobra.Command {
	var office string
	c := &cobra.Command{
		Use: "back ID", Short: "Let an office go back to the version before", Args: cobra.ExactArgs(1),
		Example: "  central pack back th --office TH-5014",
		RunE: with(config, func(cmd *cobra.Command, args []string, s *service.Service) error {
			return absent(s.Central.RollBack(cmd.Context(), office, args[0]), args[0], office)
		}),
	}
	c.Flags().StringVar(&office, "office", "", "the office")
	c.MarkFlagRequired("office")
	return c
}

func packList(config *service.Config) *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "The packs that central has, one JSON object a line", Args: cobra.NoArgs,
		Example: "  central pack list",
		RunE: with(config, func(cmd *cobra.Command, _ []string, s *service.Service) error {
			files, err := s.Central.PackFiles(cmd.Context())
			if err != nil {
				return err
			}
			out := json.NewEncoder(cmd.OutOrStdout())
			for _, f := range files {
				if err := out.Encode(f); err != nil {
					return err
				}
			}
			return nil
		}),
	}
}

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"

	"github.com/spf13/cobra"

	"sala/app/store/soak"
	"sala/cmd/internal/terminal"
)

func soakCommand(c *console) *cobra.Command {
	return group("soak", "Try to make the program lose something", soakStore(c))
}

func soakStore(c *console) *cobra.Command {
	config := soak.Short
	var long, child bool
	cmd := &cobra.Command{
		Use:   "store",
		Short: "Kill, cut the power, fill the disk and flip bits under a store, and look what is left",
		Long: `store makes stations in an empty folder and tries to make them lose something: it
kills a station in the middle of its work, cuts the power of a disk that reorders
its writes, fills it, makes it fail, flips bits and turns the clock. After each it
looks whether everything that was confirmed to a person is there, nothing is there
twice, the chain is whole and the tables follow from it. Nothing of a real station
is touched. What failed stays in the folder.`,
		Example: "  salactl soak store\n  salactl soak store --long --dir /var/tmp/soak --json\n  salactl soak store --kills 10 --cuts 0 --flips 0 --turns 0 --seed 7",
	}
	flags := cmd.Flags()
	flags.BoolVar(&long, "long", false, "the form for a night: 10,000 kills")
	flags.Uint64Var(&config.Seed, "seed", 1, "where chance begins")
	flags.IntVar(&config.Kills, "kills", config.Kills, "processes killed at random moments")
	flags.IntVar(&config.Cuts, "cuts", config.Cuts, "power cuts")
	flags.IntVar(&config.Flips, "flips", config.Flips, "bits flipped")
	flags.IntVar(&config.Turns, "turns", config.Turns, "full disks, failed writes and syncs")
	flags.BoolVar(&child, "child", false, "")
	flags.MarkHidden("child")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if child {
			return soak.Child(cmd.Context(), c.dir, config.Seed, c.out)
		}
		if long {
			seed := config.Seed
			config = soak.Long
			config.Seed = seed
		}
		return c.soak(cmd.Context(), config, cmd.Flags().Changed("dir"))
	}
	return cmd
}

func (c *console) soak(ctx context.Context, config soak.Config, named bool) error {
	if !named {
		dir, err := os.MkdirTemp("", "sala-soak-*")
		if err != nil {
			return fmt.Errorf("make a folder for the soak: %w", err)
		}
		defer os.RemoveAll(dir)
		c.dir = dir
	} else if entries, err := os.ReadDir(c.dir); err == nil && len(entries) > 0 {
		return terminal.Misused("usage.folder_full", "dir", c.dir)
	}
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return fmt.Errorf("make the folder for the soak: %w", err)
	}
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	config.Dir = c.dir
	config.Child = func(dir string, seed uint64) *exec.Cmd {
		return exec.Command(self, "soak", "store", "--child", "--dir", dir, "--seed", strconv.FormatUint(seed, 10))
	}
	last := ""
	config.Progress = func(what string, done, total int) {
		if now := fmt.Sprintf("%s %d", what, done*10/max(total, 1)); now != last {
			last = now
			c.note("salactl.progress", "what", c.word("salactl.soak."+what), "done", done, "total", total)
		}
	}
	r, err := soak.Run(ctx, config)
	if err != nil {
		return err
	}
	err = c.print(r, func(w io.Writer) {
		for _, f := range r.Faults {
			fmt.Fprintln(w, f)
		}
		c.line(w, "salactl.soak.tried", "kills", r.Kills, "cuts", r.Cuts, "flips", r.Flips, "turns", r.Turns)
		c.line(w, "salactl.soak.found", "confirmed", r.Confirmed, "verified", r.Verified, "rebuilt", r.Rebuilt, "faults", len(r.Faults))
	})
	if err == nil && len(r.Faults) > 0 {
		return errQuiet
	}
	return err
}

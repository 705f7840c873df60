package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"sala/app/station"
	"sala/app/store"
	"sala/cmd/internal/terminal"
)

func backup(c *console) *cobra.Command {
	return group("backup", "Encrypted second copies: plan, make, list, verify, drill, restore; a new key",
		backupPlan(c), backupMake(c), backupList(c), backupVerify(c), backupRestore(c), backupGoOn(c), backupDrill(c), backupRotate(c))
}

// copied is a backup as it is printed.
type copied struct {
	Dir string `json:"dir"`
	store.Backup
}

func backupMake(c *console) *cobra.Command {
	var to string
	var keep int
	cmd := &cobra.Command{
		Use:   "make [--to DIR]",
		Short: "Copy the station, while it is in use, to another disk, a stick or a folder of the network",
		Long: `make copies the station into a new folder under --to and verifies it by opening it.
The copy is encrypted as the station is, and opens with the same passwords.`,
		Example: "  salactl backup make --to /media/stick/sala --keep 14",
	}
	cmd.Flags().StringVar(&to, "to", "", "the folder for the copies, best on another disk (default: the plan's)")
	cmd.Flags().IntVar(&keep, "keep", 0, "how many copies stay (default: all)")
	cmd.RunE = c.atStation(func(ctx context.Context, st *station.Station, _ []string) error {
		if plan := st.CopyPlan(); to == "" && plan.Folder != "" {
			to, keep = plan.Folder, max(keep, plan.Keep)
		}
		if to == "" {
			return terminal.Misused("usage.backup_to")
		}
		b, err := st.BackUp(ctx, to, keep, c.tenths("salactl.doing.copy"))
		if err != nil {
			return err
		}
		return c.print(copied{b.Dir, b}, func(w io.Writer) {
			c.line(w, "salactl.backup.made", "dir", b.Dir, "entries", b.Head.Seq, "size", fmt.Sprintf("%.1f MB", float64(b.Bytes)/1e6))
		})
	})
	return cmd
}

// tenths tells the progress of what a phrase names, in tenths.
func (c *console) tenths(what string) func(done, total int) {
	last := -1
	return func(done, total int) {
		if tenth := done * 10 / max(total, 1); tenth != last {
			last = tenth
			c.note("salactl.progress", "what", c.word(what), "done", done, "total", total)
		}
	}
}

func backupList(c *console) *cobra.Command {
	var to string
	cmd := &cobra.Command{
		Use:     "list [--to DIR]",
		Short:   "List the copies of the station under a folder",
		Example: "  salactl backup list --to /media/stick/sala",
	}
	cmd.Flags().StringVar(&to, "to", "", "the folder with the copies (default: the plan's)")
	cmd.RunE = func(*cobra.Command, []string) error {
		config, err := station.ReadConfig(station.Folder(c.dir))
		if err != nil {
			return err
		}
		if to == "" {
			to = config.Backup.Folder
		}
		all, err := store.Backups(to, config.Profile.Station)
		if err != nil {
			return err
		}
		out := []copied{}
		for _, b := range all {
			out = append(out, copied{b.Dir, b})
		}
		return c.print(out, func(w io.Writer) {
			t := table{}
			for _, b := range out {
				t.add(b.Dir, c.moment(b.At), fmt.Sprint(b.Head.Seq), fmt.Sprintf("%.1f MB", float64(b.Bytes)/1e6))
			}
			t.write(w)
		})
	}
	return cmd
}

func backupVerify(c *console) *cobra.Command {
	return backupTrial(c, "verify", "Open a copy elsewhere and check its pages, its chain and its tables",
		"verify puts the copy back in a scratch folder, opens it there and checks pages, chain\nand tables. The station is not touched.")
}

func backupDrill(c *console) *cobra.Command {
	return backupTrial(c, "drill", "A restore drill in one command: put a copy back in a scratch folder and check it",
		"drill is what an office does every month: it proves that the copy can be restored,\nwithout touching the station.")
}

func backupTrial(c *console, verb, short, long string) *cobra.Command {
	var scratch string
	cmd := &cobra.Command{
		Use:     verb + " COPY",
		Short:   short,
		Long:    long,
		Example: fmt.Sprintf("  salactl backup %s /media/stick/sala/TH-5014-D02-20261122T100000Z --officer somjai", verb),
		Args:    cobra.ExactArgs(1),
	}
	cmd.Flags().StringVar(&scratch, "scratch", "", "where the scratch copy is made (default: the system's folder for temporary files)")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		u, err := c.unlockCopy()
		if err != nil {
			return err
		}
		r, err := store.Drill(cmd.Context(), args[0], scratch, u, store.Environment{Cost: c.cost})
		if err != nil {
			return c.locked(err)
		}
		return c.tellJournal(r)
	}
	return cmd
}

func backupRestore(c *console) *cobra.Command {
	return &cobra.Command{
		Use:   "restore COPY",
		Short: "Put a copy back as the station in --dir; what is there is moved aside, not deleted",
		Long: `restore makes a copy the station in --dir. The copy is checked first; what is there is
moved aside. The station can be read at once; it writes again when central has
given back what the copy does not have ("salactl sync run", or a courier's reply).`,
		Example: "  salactl backup restore /media/stick/sala/TH-5014-D02-20261122T100000Z --dir /srv/sala --officer somjai",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			u, err := c.unlockCopy()
			if err != nil {
				return err
			}
			dir := station.Folder(c.dir)
			if err := os.MkdirAll(dir, 0o700); err != nil {
				return cannotWrite(dir, err)
			}
			aside, err := store.PutBack(cmd.Context(), args[0], dir, u, store.Environment{Cost: c.cost})
			if err != nil {
				return c.locked(err)
			}
			if err := bringConfig(args[0], dir); err != nil {
				return err
			}
			return c.print(map[string]any{"dir": dir, "aside": list(aside)}, func(w io.Writer) {
				c.line(w, "salactl.backup.restored", "dir", dir)
				for _, name := range aside {
					fmt.Fprintf(w, "  %s\n", name)
				}
			})
		},
	}
}

// bringConfig gives a station that was restored onto a fresh disk its
// configuration back.
func bringConfig(copy, dir string) error {
	to := filepath.Join(dir, station.ConfigFile)
	if _, err := os.Stat(to); err == nil {
		return nil
	}
	b, err := os.ReadFile(filepath.Join(copy, station.ConfigFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = os.WriteFile(to, b, 0o644)
	}
	if err != nil {
		return cannotWrite(to, err)
	}
	return nil
}

// unlockCopy is unlock for a copy, which has no key of a machine's own.
func (c *console) unlockCopy() (store.Unlock, error) {
	u, err := c.unlock()
	if err == nil && u == (store.Unlock{}) {
		err = terminal.Misused("usage.copy_officer")
	}
	return u, err
}

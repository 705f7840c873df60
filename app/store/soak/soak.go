package soak

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
)

// Config says how long and with what.
type Config struct {
	Dir  string // an empty folder for the stations; what failed stays in it
	Seed uint64

	Kills int // processes killed at random moments
	Cuts  int // states of the disk after a power cut; 0 = none
	Flips int // bits flipped
	Turns int // disks full, syncs failing, writes failing

	// Child returns the command that runs Child in a process of its own, as
	// Child(ctx, dir, seed, os.Stdout).
	Child func(dir string, seed uint64) *exec.Cmd
	// Progress is told how far it is with kill, cut, turn or flip; it may be nil.
	Progress func(what string, done, total int)
}

// Long is the form for a night, Short the one for every test run.
var (
	Long  = Config{Kills: 10_000, Cuts: 20_000, Flips: 2_000, Turns: 2_000}
	Short = Config{Kills: 200, Cuts: 150, Flips: 40, Turns: 60}
)

// Report counts what was tried and what came of it.
type Report struct {
	Kills     int      `json:"kills"`
	Cuts      int      `json:"cuts"`
	Flips     int      `json:"flips"`
	Turns     int      `json:"turns"`     // full disks, failed syncs and writes
	Confirmed uint64   `json:"confirmed"` // entries that had been confirmed to a person and were looked for
	Unsaid    uint64   `json:"unsaid"`    // entries that were on the disk although nobody had been told
	Refused   int      `json:"refused"`   // acts and openings that the store refused, with a reason
	Told      int      `json:"told"`      // losses by flipped bits that the store itself told
	Verified  uint64   `json:"verified"`  // entries whose chain and signature was checked
	Rebuilt   int      `json:"rebuilt"`   // times that the tables were made anew and compared
	Faults    []string `json:"faults"`    // what went wrong; empty when all is well
}

// Run does all that c asks for. The error is of the soak itself; what the store
// got wrong stands in the report.
func Run(ctx context.Context, c Config) (Report, error) {
	if c.Progress == nil {
		c.Progress = func(string, int, int) {}
	}
	r := &run{Config: c, chance: rand.New(rand.NewPCG(c.Seed, 1))}
	for _, part := range []func(context.Context) error{r.kills, r.cuts, r.turns, r.flips} {
		if err := part(ctx); err != nil {
			return r.report, err
		}
	}
	return r.report, nil
}

type run struct {
	Config
	chance *rand.Rand
	report Report
}

// fault notes what went wrong and says whether to go on.
func (r *run) fault(format string, args ...any) {
	r.report.Faults = append(r.report.Faults, fmt.Sprintf(format, args...))
}

// room returns an empty folder.
func (r *run) room(name string) (string, error) {
	dir := filepath.Join(r.Dir, name)
	if err := os.RemoveAll(dir); err != nil {
		return "", err
	}
	return dir, os.MkdirAll(dir, 0o700)
}

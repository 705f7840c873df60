package soak_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"sala/app/store/soak"
)

const asChild = "SALA_SOAK_CHILD"

// TestMain is the station's process as well: the soak kills it.
func TestMain(m *testing.M) {
	if dir := os.Getenv(asChild); dir != "" {
		seed, _ := strconv.ParseUint(os.Args[1], 10, 64)
		if err := soak.Child(context.Background(), dir, seed, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func child(dir string, seed uint64) *exec.Cmd {
	c := exec.Command(os.Args[0], strconv.FormatUint(seed, 10))
	c.Env = append(os.Environ(), asChild+"="+dir)
	return c
}

func TestNothingIsLost(t *testing.T) {
	config := soak.Short
	if os.Getenv("SALA_LONG") != "" {
		config = soak.Long
	}
	config.Dir, config.Child = t.TempDir(), child
	config.Seed = uint64(time.Now().UnixNano())
	report, err := soak.Run(context.Background(), config)
	t.Logf("seed %d: %+v", config.Seed, report)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Faults {
		t.Error(f)
	}
	if report.Kills < config.Kills || report.Cuts < config.Cuts || report.Confirmed == 0 || report.Rebuilt == 0 {
		t.Error("the soak did not do what it was asked for")
	}
}

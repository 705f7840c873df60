package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sala/forms/act"
	"sala/forms/register"
	"sala/sync/central/service"
	"sala/sync/central/sqlstore"
	"sala/sync/client"
	"sala/sync/client/memory"
)

// TestMain lets the test's own program stand in for central, so that a test can
// start it as a process and kill it.
func TestMain(m *testing.M) {
	if os.Getenv("SALA_TEST_CENTRAL") != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// run runs a command of central and returns what it prints.
func run(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	c := newCommand()
	var out, trouble bytes.Buffer
	c.SetArgs(args)
	c.SetIn(strings.NewReader(stdin))
	c.SetOut(&out)
	c.SetErr(&trouble)
	if err := c.ExecuteContext(context.Background()); err != nil {
		t.Fatalf("central %v: %v: %s", args, err, trouble.String())
	}
	return out.String()
}

// refused runs a command that must fail and returns why.
func refused(t *testing.T, args ...string) error {
	t.Helper()
	c := newCommand()
	c.SetArgs(args)
	c.SetOut(io.Discard)
	c.SetErr(io.Discard)
	err := c.ExecuteContext(context.Background())
	if err == nil {
		t.Errorf("central %v did not fail", args)
	}
	return err
}

// start starts central as a process.
func start(t *testing.T, dir, listen string) (*exec.Cmd, service.Ready) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "serve", "--data", dir, "--listen", listen, "--ready-file", filepath.Join(dir, "ready"))
	cmd.Env = append(os.Environ(), "SALA_TEST_CENTRAL=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	var r service.Ready
	if err := json.Unmarshal([]byte(line), &r); err != nil {
		t.Fatal(err)
	}
	return cmd, r
}

// TestKilledAtAnyMoment promises that a central which is killed under load has
// everything that it acknowledged, and goes on.
func TestKilledAtAnyMoment(t *testing.T) {
	dir := t.TempDir()
	run(t, "", "office", "--data", dir, "--id", "A")
	var code struct{ Code string }
	if err := json.Unmarshal([]byte(run(t, "", "enrol-code", "--data", dir, "--office", "A")), &code); err != nil {
		t.Fatal(err)
	}
	if out := run(t, `{"register":"household","id":"h1","office":"A","fields":{"code":"1","floors":3}}`, "seed", "--data", dir); !strings.Contains(out, `"records":1`) {
		t.Fatal(out)
	}
	process, ready := start(t, dir, "127.0.0.1:0")
	listen := strings.TrimPrefix(ready.URL, "https://")
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	store := memory.New("S1", "A", key, time.Now)
	c := client.New(client.Config{URL: ready.URL, CAFingerprint: ready.Fingerprint, Store: store, Secrets: store, Identity: client.Identity{Station: "S1", Office: "A", JournalKey: key.Public().(ed25519.PublicKey)}})
	if err := c.Enrol(context.Background(), code.Code); err != nil {
		t.Fatal(err)
	}
	kills := 8
	if os.Getenv("SALA_LONG") != "" {
		kills = 500
	}
	for i := range kills {
		for n := range 200 {
			id := fmt.Sprintf("r%d-%d", i, n)
			store.Append("clerk", act.RecordSet, "resident/"+id, 0, act.Change{Register: register.Residents, ID: id, Office: "A", Set: register.Fields{"note": id}})
		}
		done := make(chan struct{})
		go func() { defer close(done); c.SyncOnce(context.Background()) }()
		time.Sleep(time.Duration(i*7%40) * time.Millisecond) // a moment, not a wait for something
		process.Process.Kill()
		process.Wait()
		<-done
		process, _ = start(t, dir, listen)
	}
	for range 2 { // the second sends what the first received: leases
		if _, err := c.SyncOnce(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	process.Process.Signal(os.Interrupt)
	if err := process.Wait(); err != nil {
		t.Errorf("central did not stop gracefully: %v", err)
	}
	out := run(t, "", "doctor", "--data", dir)
	if want := fmt.Sprintf("good  journal of S1: %d entries", len(store.Entries)); !strings.Contains(out, want) {
		t.Errorf("the doctor says %q, want %q in it", out, want)
	}
	copied := filepath.Join(t.TempDir(), "backup.db")
	run(t, "", "backup", "--data", dir, "--to", copied)
	if info, err := os.Stat(copied); err != nil || info.Size() == 0 {
		t.Errorf("the backup: %v", err)
	}
	if out := run(t, "a long enough password", "official", "--data", dir, "--name", "malee", "--role", "admin"); !strings.Contains(out, "otpauth://") {
		t.Errorf("official: %s", out)
	}
}

// TestRestoredFromBackup promises that a central which was restored from an old
// copy gets from its stations what it lost.
func TestRestoredFromBackup(t *testing.T) {
	dir := t.TempDir()
	run(t, "", "office", "--data", dir, "--id", "A")
	var code struct{ Code string }
	if err := json.Unmarshal([]byte(run(t, "", "enrol-code", "--data", dir, "--office", "A")), &code); err != nil {
		t.Fatal(err)
	}
	process, ready := start(t, dir, "127.0.0.1:0")
	listen := strings.TrimPrefix(ready.URL, "https://")
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	store := memory.New("S1", "A", key, time.Now)
	c := client.New(client.Config{URL: ready.URL, CAFingerprint: ready.Fingerprint, Store: store, Secrets: store, Identity: client.Identity{Station: "S1", Office: "A", JournalKey: key.Public().(ed25519.PublicKey)}})
	if err := c.Enrol(context.Background(), code.Code); err != nil {
		t.Fatal(err)
	}
	sync := func() {
		t.Helper()
		if _, err := c.SyncOnce(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	sync()
	old := filepath.Join(t.TempDir(), "old.db")
	run(t, "", "backup", "--data", dir, "--to", old)
	for i := range 50 {
		id := fmt.Sprint("r", i)
		store.Append("clerk", act.RecordSet, "resident/"+id, 0, act.Change{Register: register.Residents, ID: id, Office: "A", Set: register.Fields{"note": id}})
	}
	sync()
	if err := refused(t, "restore", "--data", dir, "--from", old); !errors.Is(err, sqlstore.ErrInUse) {
		t.Errorf("restored under a central that works: %v", err)
	}
	process.Process.Kill()
	process.Wait()
	damaged := filepath.Join(t.TempDir(), "damaged.db")
	b, err := os.ReadFile(old)
	if err != nil {
		t.Fatal(err)
	}
	b = bytes.Replace(b, []byte("station.opened"), []byte("station.closed"), 1)
	if err := os.WriteFile(damaged, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := refused(t, "restore", "--data", dir, "--from", damaged); !errors.Is(err, service.ErrUnsound) {
		t.Errorf("restored from a copy that somebody changed: %v", err)
	}
	if out := run(t, "", "restore", "--data", dir, "--from", old); !strings.Contains(out, "good  journal of S1") {
		t.Errorf("restore: %s", out)
	}
	if kept, _ := filepath.Glob(filepath.Join(dir, "central.db.before-*")); len(kept) != 1 {
		t.Errorf("what was there before: %v", kept)
	}
	start(t, dir, listen)
	store.Append("clerk", act.CardRead, "", 0, act.CardReading{Reader: "r"})
	sync()
	sync()
	if out := run(t, "", "doctor", "--data", dir); !strings.Contains(out, fmt.Sprintf("journal of S1: %d entries", len(store.Entries))) {
		t.Errorf("the restored central has not got everything back: %s", out)
	}
}

package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"sala/app/store/keys"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"salactl": func() {
			os.Exit(inScript(os.Stdin, os.Stdout, os.Stderr).run(context.Background(), os.Args[1:]))
		},
		"shipped": func() { // salactl with nothing other
			os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
		},
	})
}

// inScript is salactl as the scripts call it some hundred times: a password costs
// next to nothing to try, and that is all that is other.
func inScript(in, out, progress *os.File) *console {
	return &console{in: in, out: out, progress: progress, cost: scriptCost()}
}

func scriptCost() keys.Cost { return keys.Cost{Memory: 64, Time: 1, Threads: 1} }

// TestScripts runs what a person would type.
func TestScripts(t *testing.T) {
	var prepared preparation
	t.Cleanup(func() { os.RemoveAll(prepared.dir) })
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"seal": sealOf, "spoil": spoil, "json": jsonValue,
			"station": prepared.command(t), "koreans": koreans, "packfolder": packFolder, "plug": plug, "seed": seed, "await": await, "change": change, "port": freePort, "listens": listens,
		},
		Setup: func(e *testscript.Env) error {
			for _, name := range []string{"HOME", "PATH", "GOCACHE", "GOMODCACHE", "GOFLAGS", "GOPROXY", "GOTOOLCHAIN"} {
				if v, ok := os.LookupEnv(name); ok && name != "PATH" {
					e.Setenv(name, v)
				}
			}
			e.Setenv("GOCACHE", goEnv("GOCACHE"))
			e.Setenv("GOMODCACHE", goEnv("GOMODCACHE"))
			e.Setenv("LANG", "en_GB.UTF-8")
			// A process of half a second reads a pack and ends: it need not tidy up.
			e.Setenv("GOGC", "400")
			root, err := filepath.Abs("../..")
			e.Setenv("ROOT", root)
			return err
		},
	})
}

func goEnv(name string) string {
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// TestDemoLinksNoShortCut proves that the demonstration cannot cheat: the
// program holds neither the central system nor the simulators, so that it can
// only speak to them from outside.
func TestDemoLinksNoShortCut(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "sala/cmd/salactl").Output()
	if err != nil {
		t.Fatal(err)
	}
	deps := strings.Fields(string(out))
	if len(deps) < 50 {
		t.Fatalf("only %d packages listed", len(deps))
	}
	for _, d := range deps {
		for _, never := range []string{"sala/sync/central", "sala/devices/sim", "sala/cmd/"} {
			if strings.HasPrefix(d, never) && d != "sala/cmd/salactl" && d != "sala/cmd/internal/terminal" {
				t.Errorf("salactl links %s", d)
			}
		}
	}
	const needed = "github.com/tarm/serial"
	if !strings.Contains(" "+strings.Join(deps, " ")+" ", " "+needed+" ") {
		t.Errorf("salactl does not link %s: how does it reach the reader?", needed)
	}
}

// jsonValue NAME FILE PATH sets an environment variable to a value in a JSON
// file: json CID demo.json resident.cid.
func jsonValue(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: json NAME FILE PATH")
	}
	ts.Setenv(args[0], lookUp(ts, ts.ReadFile(args[1]), args[2]))
}

// sealOf NAME IMAGE sets an environment variable to the text of the QR that
// zbarimg finds on a page's picture.
func sealOf(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: seal NAME PDF")
	}
	page := filepath.Join(ts.Getenv("WORK"), "page")
	if out, err := exec.Command("pdftoppm", "-r", "150", "-png", "-singlefile", ts.MkAbs(args[1]), page).CombinedOutput(); err != nil {
		ts.Fatalf("pdftoppm: %v %s (run go run ./cmd/dev test, which installs it)", err, out)
	}
	out, err := exec.Command("zbarimg", "-q", "--raw", page+".png").Output()
	if err != nil {
		ts.Fatalf("zbarimg: %v (run go run ./cmd/dev test, which installs it)", err)
	}
	ts.Setenv(args[0], strings.TrimSuffix(string(out), "\n"))
}

// spoil NAME FROM sets a variable to another one's text with one character in
// its middle changed.
func spoil(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: spoil NAME FROM")
	}
	b := []byte(ts.Getenv(args[1]))
	i := len(b) / 2
	if b[i] == 'A' {
		b[i] = 'B'
	} else {
		b[i] = 'A'
	}
	ts.Setenv(args[0], string(b))
}

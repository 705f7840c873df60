//go:build window

package main_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// neighbour is a second desk of the same office, led from the command line. Its
// own line to central is never cut.
type neighbour struct {
	t       testing.TB
	dir     string
	officer string
}

// openNeighbour makes the desk, enrols it and fetches the register.
func openNeighbour(t testing.TB, o *office) *neighbour {
	t.Helper()
	n := &neighbour{t: t, dir: filepath.Join(t.TempDir(), "neighbour"), officer: "malee"}
	n.enrol(o, "TH-5014-D02", o.Direct)
	n.run("sync", "run")
	return n
}

// enrol makes the station, and enrols it at an address of central's.
func (n *neighbour) enrol(o *office, name, url string, with ...string) {
	n.t.Helper()
	var code struct {
		Code        string `json:"code"`
		Fingerprint string `json:"ca_fingerprint"`
	}
	out, err := exec.Command(program(n.t, "central"), "enrol-code", "--office", o.Holder.Office, "--station", name, "--data", filepath.Join(o.Dir, "central")).Output()
	if err != nil {
		n.t.Fatalf("central enrol-code: %v", err)
	}
	if err := json.Unmarshal(out, &code); err != nil {
		n.t.Fatal(err)
	}
	n.run(append([]string{"init", "--office", o.Holder.Office, "--station", name, "--officer", n.officer, "--machine"}, with...)...)
	n.run("enrol", "--code", code.Code, "--url", url, "--authority", code.Fingerprint)
}

// run runs salactl at the station and returns what it prints.
func (n *neighbour) run(args ...string) string {
	n.t.Helper()
	return salactl(n.t, n.dir, "try-out-malee", args...)
}

// salactl runs salactl at a station with an officer's password, and returns what
// it prints.
func salactl(t testing.TB, dir, password string, args ...string) string {
	t.Helper()
	cmd := exec.Command(program(t, "salactl"), append(args, "--dir", dir)...)
	cmd.Env = append(os.Environ(), "SALA_PASSWORD="+password)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("salactl %v in %s: %v\n%s", args, filepath.Base(dir), err, said.Bytes())
	}
	return string(out)
}

// rename gives a resident another first name and sends it.
func (n *neighbour) rename(number, first string) {
	n.t.Helper()
	file := filepath.Join(n.t.TempDir(), "change.csv")
	if err := os.WriteFile(file, []byte("number,first_th\n"+number+","+first+"\n"), 0o600); err != nil {
		n.t.Fatal(err)
	}
	n.run("register", "import", "resident", file, "--update", "--officer", n.officer)
	n.run("sync", "run")
}

// name is what the second desk knows a resident by, after it has asked.
func (n *neighbour) name(number string) string {
	n.t.Helper()
	n.run("sync", "run")
	var found []struct {
		Title string `json:"title"`
	}
	out := n.run("person", "find", number, "--json")
	if err := json.Unmarshal([]byte(out), &found); err != nil || len(found) == 0 {
		n.t.Fatalf("%v: %s", err, out)
	}
	return found[0].Title
}

// The names that the two desks give the same person; ours is typed, and in
// letters of a keyboard that every display has.
const (
	theirName = "มะลิวัลย์"
	ourName   = "Ratri"
)

// conflict changes a citizen's name while the line is cut and another desk does
// the same: the registrar takes the desk over, sees both names side by side and
// signs hers, by keyboard alone.
func (d *day) conflict(n *neighbour) {
	d.t.Helper()
	d.office.tell(d.t, "cut")
	n.rename(d.office.Holder.Number, theirName)
	d.meet(true)
	d.w.text("chor 1")
	d.w.keys("Return")
	d.w.at("serve/form")
	d.toReview(ourName)
	d.w.picture("rename")
	d.decided()
	d.paid()
	d.office.tell(d.t, "restore")
	d.w.at("today.* aside 1 ") // central has kept our change, and not applied it
	d.takeOver(d.office.Registrar.Password, "Down")
	d.w.until("sync", func() { d.w.keys("F11") })
	d.w.picture("set-aside")
	d.w.keys("F7")
	d.w.at("sync/conflict")
	d.w.picture("conflict")
	d.w.keys("Return") // ours
	d.w.at(`sync/conflict \?0`)
	d.w.keys("F9")
	d.w.at("sync .*~settled")
	d.w.picture("conflict-settled")
	d.w.at(`sync.*\(0\)`)
	if got := n.name(d.office.Holder.Number); !strings.Contains(got, ourName) {
		d.t.Errorf("after the registrar signed, the other desk knows her as %q", got)
	}
	d.takeOver(d.who[1], "Up")
	d.w.until("today", func() { d.w.keys("alt+1") })
}

// takeOver locks the desk, and the officer above or below in the list signs in.
func (d *day) takeOver(password, way string) {
	d.t.Helper()
	d.w.keys("F12")
	d.w.at("sign_in")
	d.w.keys("shift+Tab", way, "space")
	d.w.text(password)
	d.w.keys("Return")
	d.w.poll("the other officer", func() bool { return !strings.Contains(d.w.title(), "sign_in") })
}

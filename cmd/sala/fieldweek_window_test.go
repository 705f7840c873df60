//go:build window

package main_test

import (
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// laptop is a field laptop and who carries it.
type laptop struct {
	t    testing.TB
	dir  string
	who  [2]string // officer, password
	w    *window
	cmd  *exec.Cmd
	home *office
}

// A field week at the real window, with nothing but keys: two laptops take the
// same work list out and go beyond reach; one is killed in the middle of a form,
// and goes on; both are at one stall, and end the visit otherwise; the line is
// cut when the first comes back. Central then has each petition and the photo
// once, and the contradiction set aside for a person. It takes a minute or two:
// SALA_LONG asks for it.
func TestFieldWeekAtTheWindow(t *testing.T) {
	if citizens, long := long(); citizens == 0 && long == 0 {
		return
	}
	t.Setenv("HOME", t.TempDir())
	photograph(t)
	o := openOffice(t, "--field")
	first := &laptop{t: t, dir: o.Laptop, who: [2]string{o.Clerk.ID, o.Clerk.Password}, home: o}
	second := secondLaptop(t, o)
	second.open("outing")
	second.w.keys("F9")
	second.w.at("list")
	second.close()
	first.open("outing")
	first.w.keys("F9")
	first.w.at("list")
	o.tell(t, "cut") // out of reach from here

	first.notMet()
	first.visit()
	first.attach()
	first.crash()
	first.open("list")
	first.visit()
	first.w.complete("visit", "done")
	first.w.keys("F9")
	first.w.at("list")
	first.w.picture("week-list")
	first.close()

	second.open("list")
	second.w.picture("week-second")
	second.w.keys("Down")
	second.visit() // the stall where the other was too
	second.w.keys("F3")
	second.w.at("ending")
	second.w.text("no time")
	second.w.keys("F9")
	second.w.at("list")
	second.close()

	first.open("list")
	first.w.keys("F8")
	first.w.at("back ")
	first.w.keys("F9")
	first.w.at("back !no_central")
	o.tell(t, "restore")
	first.w.keys("Escape", "F9")
	first.w.at("outing")
	first.close()
	second.differs()
	second.open("list")
	second.w.picture("week-differs")
	second.w.keys("F8")
	second.w.at("back ")
	second.w.keys("F9")
	second.w.at("outing")
	second.w.picture("week-returned")
	second.close()
	inCentral(t, o)
}

// photograph puts a picture where an officer looks for one.
func photograph(t testing.TB) {
	t.Helper()
	dir := filepath.Join(os.Getenv("HOME"), "Pictures")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(dir, "stall.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	picture := image.NewRGBA(image.Rect(0, 0, 320, 240))
	for n := range picture.Pix {
		picture.Pix[n] = uint8(n * n >> 5)
	}
	picture.Set(0, 0, color.White)
	if err := jpeg.Encode(f, picture, nil); err != nil {
		t.Fatal(err)
	}
}

// secondLaptop makes another laptop of the office, and enrols it over the same
// line.
func secondLaptop(t testing.TB, o *office) *laptop {
	t.Helper()
	n := &neighbour{t: t, dir: filepath.Join(t.TempDir(), "laptop"), officer: o.Clerk.ID} // the list is hers
	n.enrol(o, "TH-5014-F02", o.Central, "--field")
	return &laptop{t: t, dir: n.dir, who: [2]string{n.officer, "try-out-malee"}, home: o}
}

// open opens the window and signs the officer in.
func (l *laptop) open(at string) {
	l.t.Helper()
	there := *l.home
	there.Station = l.dir
	l.w, l.cmd = startWindow(l.t, &there, "field", "1366x768", "--officer", l.who[0])
	l.w.at("sign_in")
	l.w.text(l.who[1])
	l.w.keys("Return")
	l.w.at(at)
}

func (l *laptop) close() {
	_ = l.cmd.Process.Signal(os.Interrupt)
	_ = l.cmd.Wait()
}

// crash kills the program at once.
func (l *laptop) crash() {
	_ = l.cmd.Process.Kill()
	_ = l.cmd.Wait()
}

// visit opens the visit that has the keyboard.
func (l *laptop) visit() {
	l.t.Helper()
	l.w.until("visit", func() { l.w.keys("Return") })
}

// notMet ends the first visit of the list without a form.
func (l *laptop) notMet() {
	l.t.Helper()
	l.visit()
	l.w.keys("F2")
	l.w.at("ending")
	l.w.text("nobody at home")
	l.w.keys("F9")
	l.w.at("list")
}

// attach chooses the photograph: the form stands at the place before it, which has
// its accuracy beside it.
func (l *laptop) attach() {
	l.t.Helper()
	l.w.picture("week-form")
	before := l.w.title()
	l.w.keys("Tab", "Tab", "Return")
	for _, typed := range []string{"Pictures", "stall"} {
		l.w.picture("week-files-" + typed)
		l.w.text(typed)
		l.w.keys("Return")
	}
	l.w.poll("the photograph", func() bool { return l.w.title() != before })
	l.w.picture("week-photo")
}

// differs promises that central sets aside how the visit of this laptop ended,
// where the other ended it before, and tells both. It is asked before the laptop
// is brought back: then it leaves to the office what waits for a person.
func (l *laptop) differs() {
	l.t.Helper()
	salactl(l.t, l.dir, l.who[1], "sync", "run")
	var aside []struct {
		With   string `json:"with"`
		Fields []struct {
			Name         string
			Mine, Theirs any
		} `json:"fields"`
	}
	said(l.t, &aside, salactl(l.t, l.dir, l.who[1], "conflict", "list", "--json"))
	ends := 0
	for _, a := range aside {
		for _, f := range a.Fields {
			if f.Name == "state" && f.Mine == "refused" && f.Theirs == "done" && a.With == "TH-5014-F01/"+l.home.Clerk.ID {
				ends++
			}
		}
	}
	if ends != 1 {
		l.t.Errorf("of how the second visit to the stall ended, %d changes are set aside, want one: %+v", ends, aside)
	}
}

// said reads what a program printed.
func said(t testing.TB, into any, out string) {
	t.Helper()
	if err := json.Unmarshal([]byte(out), into); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// inCentral looks from the office's desk at what came to central.
func inCentral(t testing.TB, o *office) {
	t.Helper()
	salactl(t, o.Station, o.Clerk.Password, "sync", "run")
	var all []struct {
		Number  string         `json:"number"`
		State   string         `json:"state"`
		Answers map[string]any `json:"answers"`
	}
	said(t, &all, salactl(t, o.Station, o.Clerk.Password, "petition", "list", "--json", "--officer", o.Clerk.ID))
	handedIn, photos := 0, 0
	for _, p := range all {
		if p.State == "submitted" {
			handedIn++
			if p.Answers["pictures"] != nil {
				photos++
			}
		}
	}
	if handedIn != 1 || photos != 1 {
		t.Errorf("the desk sees %d petitions handed in, %d with a photograph; want the one stall with its own: %+v", handedIn, photos, all)
	}
}

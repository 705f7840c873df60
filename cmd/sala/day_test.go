//go:build window

package main_test

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The clerk's day at the real window, with nothing but keys: citizens with a
// card and without, the reader unplugged, the printer out of paper, the power
// gone in the middle of a word, a change of shift, another desk that changes the
// same citizen's name, and the drawer counted. It takes minutes: SALA_LONG is the
// number of citizens, 1 fifty, or how long the day is, such as 1h.
func TestDeskDay(t *testing.T) {
	citizens, long := long()
	switch {
	case citizens == 0 && long == 0:
		return
	case citizens == 1:
		citizens = 50
	}
	o := openOffice(t)
	d := &day{t: t, office: o}
	d.open(o.Clerk.ID, o.Clerk.Password)
	begin, first := time.Now(), 0
	for n := 1; n <= citizens || time.Since(begin) < long; n++ {
		citizens = max(citizens, n)
		served := time.Now()
		switch {
		case n == 2:
			d.readerUnplugged()
		case n == 3:
			d.powerCut()
		case n == 4:
			d.shiftChange()
		case n == 5:
			d.conflict(openNeighbour(t, o))
		case n%5 == 1:
			o.tell(t, "paper-out on")
		}
		d.serve(n%3 == 0)
		t.Logf("citizen %d: %.1f s, memory %d MB", n, time.Since(served).Seconds(), d.memory())
		if n == 4 {
			first = d.memory()
		}
	}
	t.Logf("%d citizens in %.0f s, %.1f s each; memory %d MB after four, %d MB at the end", citizens, time.Since(begin).Seconds(), time.Since(begin).Seconds()/float64(citizens), first, d.memory())
	if last := d.memory(); last > first*3/2 {
		t.Errorf("the memory grew from %d to %d MB", first, last)
	}
	d.w.keys("Escape")
	d.w.keys("alt+6")
	d.w.at("cash")
	d.w.until("cash !difference", func() {
		d.w.keys("ctrl+a")
		d.w.text("0")
		d.w.keys("Return")
	})
	d.w.picture("day-end-difference")
	d.w.keys("Escape", "Tab")
	d.w.text("counted twice")
	d.w.keys("Return")
	d.w.at("cash ~closed")
	d.w.picture("day-end")
	d.w.at(`cash.*\(0\)`) // everything has gone to central
	d.end()
	served := citizens
	if citizens >= 5 {
		served++ // the one of the conflict
	}
	d.inOrder(served)
}

// long is what SALA_LONG says: a number of citizens, or a time.
func long() (citizens int, span time.Duration) {
	s := os.Getenv("SALA_LONG")
	citizens, _ = strconv.Atoi(s)
	if citizens == 0 {
		span, _ = time.ParseDuration(s)
	}
	return citizens, span
}

// day is a day at the desk's window.
type day struct {
	t      testing.TB
	office *office
	w      *window
	cmd    *exec.Cmd
	who    [2]string // at the desk, and her password
}

// open opens the window and signs an officer in.
func (d *day) open(officer, password string) {
	d.t.Helper()
	d.who = [2]string{officer, password}
	d.w, d.cmd = startWindow(d.t, d.office, "desk", "1366x768", "--officer", officer)
	d.w.at("sign_in")
	d.w.text(password)
	d.w.keys("Return")
	d.w.at("today")
}

// end closes the window as a person does.
func (d *day) end() {
	_ = d.cmd.Process.Signal(os.Interrupt)
	_ = d.cmd.Wait()
}

// memory is what the program holds, in megabytes.
func (d *day) memory() int {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(d.cmd.Process.Pid) + "/status")
	if err != nil {
		d.t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, _ := strconv.Atoi(strings.Fields(rest)[0])
			return kb / 1024
		}
	}
	return 0
}

// meet brings a citizen to the desk: with her card, or by a part of a name and
// the reason why the record is opened.
func (d *day) meet(card bool) {
	d.t.Helper()
	if card {
		d.office.tell(d.t, "insert")
		d.w.at("serve/person")
		d.office.tell(d.t, "remove")
		return
	}
	d.w.keys("F2")
	d.w.at("serve/card")
	d.w.until("serve/card =[1-9]", func() {
		d.w.keys("ctrl+a")
		d.w.text("som")
	})
	d.w.keys("Return")
	d.w.at("serve/purpose")
	d.w.keys("F9")
	d.w.at("serve/person")
}

// fill chooses the service and answers what is still open.
func (d *day) fill() {
	d.t.Helper()
	d.w.text("14/1")
	d.w.keys("Return")
	d.w.at("serve/form")
}

// toReview answers until nothing is missing, what is not given with the first
// choice.
func (d *day) toReview(answers ...string) {
	d.t.Helper()
	d.w.complete("serve/form", "serve/review", answers...)
}

// serve serves a citizen to the end.
func (d *day) serve(byName bool) {
	d.t.Helper()
	if !strings.Contains(d.w.title(), "serve/form") {
		d.meet(!byName)
		d.fill()
	}
	d.toReview()
	d.decided()
	d.paid()
}

// decided hands the form in, and a second officer decides at this desk.
func (d *day) decided() {
	d.t.Helper()
	d.w.keys("F9")
	d.w.at("serve/decision")
	d.w.text(d.office.Registrar.Password)
	d.w.keys("Return")
}

// paid takes the fee and hands the papers over. Where the receipt's printer has
// no paper, the receipt is offered by itself when there is some again.
func (d *day) paid() {
	d.t.Helper()
	d.w.at("serve/payment")
	d.w.text("100")
	d.w.keys("Return")
	d.w.at("serve/print")
	if strings.Contains(d.w.title(), "!") {
		d.w.picture("no-paper")
		d.office.tell(d.t, "paper-out off")
		d.w.at(`serve/print \+receipt`)
		d.w.picture("paper-again")
		d.w.keys("F9")
		d.w.at("serve/print.*~receipt")
	}
	d.w.until("serve/done", func() { d.w.keys("F9") })
	d.w.until(`today`, func() {
		if strings.Contains(d.w.title(), "serve/done") {
			d.w.keys("F9")
		} else { // a slow desk took the key twice, and asks for the next card
			d.w.keys("Escape")
		}
	})
}

// readerUnplugged pulls the reader's cable out: the desk says so, and goes on
// when it is back.
func (d *day) readerUnplugged() {
	d.t.Helper()
	d.office.tell(d.t, "unplug reader")
	d.w.keys("F2")
	d.w.at("serve/card")
	d.w.until("serve/card !", func() { d.w.keys("F9") })
	d.w.picture("reader-unplugged")
	d.office.tell(d.t, "plug reader")
	d.w.until("today", func() { d.w.keys("Escape") })
}

// powerCut kills the program in the middle of a word and goes on where it was.
func (d *day) powerCut() {
	d.t.Helper()
	d.meet(true)
	d.fill()
	d.w.text("0531")                   // into the first question without an answer, the telephone
	time.Sleep(300 * time.Millisecond) // the desk keeps a key at once; this is for the key to arrive
	if err := d.cmd.Process.Signal(syscall.SIGKILL); err != nil {
		d.t.Fatal(err)
	}
	_ = d.cmd.Wait()
	d.open(d.who[0], d.who[1])
	d.w.until("serve/form", func() { d.w.keys("F4") })
	d.w.picture("form-after-power-cut")
	d.w.keys("Escape")
	d.w.until("today", func() { d.w.keys("alt+1") })
}

// shiftChange locks the desk in the middle of a form; the other officer takes it
// over as it stands, and gives it back.
func (d *day) shiftChange() {
	d.t.Helper()
	d.w.until("serve/card", func() { d.w.keys("F2") })
	d.office.tell(d.t, "insert")
	d.w.until("serve/person", func() {
		if strings.Contains(d.w.title(), "serve/card") {
			d.w.keys("F9")
		}
	})
	d.office.tell(d.t, "remove")
	d.fill()
	d.takeOver(d.office.Registrar.Password, "Down")
	d.w.at("serve/form")
	d.w.picture("shift-change")
	d.takeOver(d.who[1], "Up")
	d.w.at("serve/form")
}

// inOrder asks the station, after the day, what became of it.
func (d *day) inOrder(citizens int) {
	d.t.Helper()
	out, err := exec.Command(program(d.t, "salactl"), "petition", "list", "--json", "--dir", d.office.Station).Output()
	if err != nil {
		d.t.Fatalf("salactl petition list: %v", err)
	}
	var all []struct {
		State   string         `json:"state"`
		Answers map[string]any `json:"answers"`
	}
	if err := json.Unmarshal(out, &all); err != nil {
		d.t.Fatalf("%v: %.200s", err, out)
	}
	states, kept := map[string]int{}, false
	for _, p := range all {
		states[p.State]++
		kept = kept || p.State == "draft" && slices.Contains(slices.Collect(maps.Values(p.Answers)), any("0531"))
	}
	if states["delivered"] != citizens {
		d.t.Errorf("%d citizens were served, and the petitions are %v", citizens, states)
	}
	if !kept {
		d.t.Errorf("what was typed before the power went is in no petition")
	}
	if out, err := exec.Command(program(d.t, "salactl"), "journal", "verify", "--dir", d.office.Station).CombinedOutput(); err != nil {
		d.t.Errorf("salactl journal verify: %v\n%s", err, out)
	}
}

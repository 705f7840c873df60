package kiosk_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"sala/app/station"
)

// What tells this program to serve people at the kiosk of a station until it is
// killed: the folder, the dice's seed, and an officer's password.
const (
	visitDir      = "SALA_TEST_VISIT"
	visitSeed     = "SALA_TEST_VISIT_SEED"
	visitPassword = "SALA_TEST_VISIT_PASSWORD"
)

// TestKioskVisitProcess is the process that TestTwoHundredRealSessions kills. Devices
// and network are its parent's: it asks on standard output, and hears on standard
// input whether they took it.
func TestKioskVisitProcess(t *testing.T) {
	dir := os.Getenv(visitDir)
	if dir == "" {
		return
	}
	st, err := station.Open(t.Context(), station.Options{Dir: dir, Live: true})
	if err != nil {
		t.Fatal(err)
	}
	seed, _ := strconv.ParseUint(os.Getenv(visitSeed), 10, 64)
	replies := bufio.NewScanner(os.Stdin)
	ask := func(what string) bool {
		fmt.Println(what)
		return replies.Scan() && replies.Text() == "true"
	}
	p := &person{machine: newMachine(t, st, draw(t), nil), dice: rand.New(rand.NewPCG(seed, 1)), password: os.Getenv(visitPassword), reached: map[string]int{},
		tell: func(command string) bool { return ask("tell " + command) }, cut: func() { ask("cut") }}
	for ask("next") {
		p.visit()
		p.does(p.k.Wipe)
		p.idle(true)
	}
}

// killed has people served by another process, kills it at any moment, and sees that
// the next kiosk begins with a clean page.
func (r *rounds) killed(n int, dice *rand.Rand) {
	r.t.Helper()
	r.close()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKioskVisitProcess$")
	cmd.Env = append(os.Environ(), visitDir+"="+r.scene.Station, visitSeed+"="+strconv.Itoa(n), visitPassword+"="+r.scene.Clerk.Password)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		r.t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		r.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	lines, asked := bufio.NewScanner(out), false
	for lines.Scan() {
		what, is := strings.CutPrefix(lines.Text(), "tell ")
		switch {
		case is:
			_, _ = fmt.Fprintln(in, r.tell(what))
		case lines.Text() == "cut":
			r.cut()
			_, _ = fmt.Fprintln(in, true)
		case lines.Text() == "next":
			if !asked {
				asked = true
				kill := time.AfterFunc(time.Duration(200+dice.IntN(4000))*time.Millisecond, func() { _ = cmd.Process.Kill() })
				defer kill.Stop()
			}
			_, _ = fmt.Fprintln(in, true)
		default:
			r.t.Log(lines.Text())
		}
	}
	if err := cmd.Wait(); !asked || err == nil || cmd.ProcessState.Exited() {
		r.t.Fatalf("the kiosk was not killed: %v", err)
	}
	r.kills++
	r.mend()
	r.open(n%20 == 9)
	r.m.walkAway(n)
}

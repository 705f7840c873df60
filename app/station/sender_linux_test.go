package station_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"testing"
	"time"

	"sala/app/station"
)

// Where a test tells the process that it starts which station to send for, and
// whether to hang in place of it.
const (
	sendDir  = "SALA_TEST_SEND"
	sendHang = "SALA_TEST_SEND_HANG"
)

// TestSenderProcess is the process that a station's Sender starts in these tests.
func TestSenderProcess(t *testing.T) {
	dir := os.Getenv(sendDir)
	if dir == "" {
		return
	}
	if os.Getenv(sendHang) != "" {
		fmt.Fprintln(os.Stderr, "hangs")
		<-time.After(time.Hour) // an empty select would be told from a process that hangs
	}
	if err := station.Send(context.Background(), dir, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0) // before the test prints
}

// senderOf returns a Sender whose process is this test's program.
func senderOf(t *testing.T, dir string) station.Sender {
	t.Helper()
	t.Setenv(sendDir, dir)
	return station.Sender{Command: []string{os.Args[0], "-test.run=^TestSenderProcess$"}, Errors: os.Stderr}
}

// prepare makes a station ready for its window, which has nothing left to recover.
func prepare(t *testing.T, s station.Sender, dir string, limit time.Duration) {
	t.Helper()
	recovered, err := s.Prepare(t.Context(), dir, limit)
	must(t, err)
	if !recovered {
		t.Error("something is left to be recovered")
	}
}

// A kiosk whose sending a sender does gets what its own would have: what was done
// is acknowledged and, before the window opens, forgotten; what others did arrives;
// and nobody of them is in this process.
func TestSenderSendsForget(t *testing.T) {
	w := newWorld(t)
	desk, _ := w.station("TH-5014-D01")
	st, _ := w.station("TH-5014-K01")
	ctx := t.Context()
	her := peopled(t, desk)
	_, err := desk.Sync.SyncOnce(ctx)
	must(t, err)
	forgetful(t, st)
	must(t, st.Close())
	sender := senderOf(t, st.Dir)
	prepare(t, sender, st.Dir, time.Minute)

	kiosk, err := station.Open(ctx, station.Options{Dir: st.Dir, Mode: "kiosk", Sender: sender})
	must(t, err)
	leaves(t, kiosk.Office.Kiosk(), her.NationalNumber)
	report, err := kiosk.Sync.SyncOnce(ctx)
	must(t, err)
	if report.Pushed == 0 || report.Pushed != report.Accepted {
		t.Errorf("the sender did %+v", report)
	}
	acked, err := kiosk.Store.Acknowledged(ctx)
	must(t, err)
	if head, _ := kiosk.Store.Head(ctx); acked != head.Seq || acked == 0 {
		t.Errorf("%d of %d entries are acknowledged", acked, head.Seq)
	}
	must(t, kiosk.Close())
	prepare(t, sender, st.Dir, time.Minute)
	words := []string{her.NationalNumber, her.Names["th"].First + " " + her.Names["th"].Last}
	if found := firstPage(t, st.Dir, words, true); len(found) > 0 {
		t.Errorf("the next process holds %q", found)
	}
}

// A sender that hangs is ended after its time, the lamp says that nobody answered,
// and a sender whose line is down says why, as the station itself would.
func TestSenderInTrouble(t *testing.T) {
	w := newWorld(t)
	st, _ := w.station("TH-5014-K01")
	ctx := t.Context()
	must(t, st.Close())
	open := func(s station.Sender) *station.Station {
		opened, err := station.Open(ctx, station.Options{Dir: st.Dir, Mode: "kiosk", Sender: s})
		must(t, err)
		return opened
	}
	sender := senderOf(t, st.Dir)
	w.line.Refuse()
	kiosk := open(sender)
	if _, err := kiosk.Sync.SyncOnce(ctx); err == nil || kiosk.Sync.State().Reason != "not_listening" {
		t.Errorf("nobody listens: %v, %+v", err, kiosk.Sync.State())
	}
	must(t, kiosk.Close())
	began := time.Now()
	prepare(t, sender, st.Dir, time.Minute) // the line is known to be down: it goes nowhere
	if line, err := station.ReadLine(st.Dir); err != nil || line.Online || line.Tried.After(time.Now()) {
		t.Errorf("the line is noted as %+v, %v", line, err)
	}

	t.Setenv(sendHang, "1")
	sender.Limit, sender.Errors = 300*time.Millisecond, nil
	kiosk = open(sender)
	defer kiosk.Close()
	if _, err := kiosk.Sync.SyncOnce(ctx); !errors.Is(err, context.DeadlineExceeded) || kiosk.Sync.State().Reason != "no_answer" {
		t.Errorf("a sender that hangs: %v, %+v", err, kiosk.Sync.State())
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it was ended after %v", took)
	}
}

// A sender ends with the window that it runs for, however that ended: its input
// does, whatever it waits for.
func TestSenderEndsWithItsWindow(t *testing.T) {
	w := newWorld(t)
	st, _ := w.station("TH-5014-K01")
	must(t, st.Close())
	mute, err := net.Listen("tcp", "127.0.0.1:0") // central does not answer, and does not refuse
	must(t, err)
	defer mute.Close()
	w.line.SetTarget(mute.Addr().String())
	cmd := exec.Command(os.Args[0], "-test.run=^TestSenderProcess$")
	cmd.Env = append(os.Environ(), sendDir+"="+st.Dir)
	in, err := cmd.StdinPipe()
	must(t, err)
	must(t, cmd.Start())
	_, err = io.WriteString(in, "{}\n")
	must(t, err)
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case err := <-done:
		t.Fatalf("it ended before its window: %v", err)
	case <-time.After(500 * time.Millisecond):
	}
	in.Close()
	select {
	case <-done:
	case <-time.After(5 * time.Second):
		_ = cmd.Process.Kill()
		t.Error("its window is gone for five seconds, and it still runs")
	}
}

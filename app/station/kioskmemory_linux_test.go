package station_test

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"sala/app/office"
	"sala/app/station"
	"sala/forms/petition"
)

// Where a test tells the process that it starts which station to open, whose number
// is on the card, and whether the station is made ready first.
const (
	kioskDir     = "SALA_TEST_KIOSK"
	kioskCard    = "SALA_TEST_KIOSK_CARD"
	kioskPrepare = "SALA_TEST_KIOSK_PREPARE"
)

// TestKioskProcess is the other process of the tests below: it comes to a kiosk's
// first page, as the window does, says so, and waits.
func TestKioskProcess(t *testing.T) {
	dir := os.Getenv(kioskDir)
	if dir == "" {
		return
	}
	ctx := t.Context()
	recovered := false
	if os.Getenv(kioskPrepare) != "" {
		var err error
		recovered, err = senderOf(t, dir).Prepare(ctx, dir, time.Minute)
		must(t, err)
	}
	st, err := station.Open(ctx, station.Options{Dir: dir})
	must(t, err)
	defer st.Close()
	kiosk := st.Office.Kiosk()
	if number := os.Getenv(kioskCard); number != "" {
		begins(t, kiosk, number)
		must(t, syscall.Kill(os.Getpid(), syscall.SIGKILL))
	}
	if !recovered {
		_, err = kiosk.Recover(ctx)
		must(t, err)
	}
	_, err = st.Office.Status(ctx)
	must(t, err)
	services, err := kiosk.KioskServices(ctx)
	must(t, err)
	kiosk.LifeEvents(services)
	fmt.Println("at the first page")
	_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
}

// The process that follows the one that served a citizen does not know her, whether
// central has what she did, or the line is down, or the process died under her.
// (What it pulls from central later is another matter: see cmd/sala.)
func TestTheNextProcessDoesNotKnowHer(t *testing.T) {
	tests := []struct {
		name   string
		down   bool // the line
		killed bool // the process that served her
	}{{name: "sent"}, {name: "line down", down: true}, {name: "killed", killed: true}, {name: "killed while the line is down", down: true, killed: true}}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			st, _, her := w.kiosk()
			ctx := t.Context()
			if tt.down {
				w.line.Refuse()
				_, _ = st.Sync.SyncOnce(ctx) // finds it out
			}
			must(t, st.Close())
			forgetful(t, st)
			if tt.killed {
				cmd := exec.Command(os.Args[0], "-test.run=^TestKioskProcess$")
				cmd.Env = append(os.Environ(), kioskDir+"="+st.Dir, kioskCard+"="+her.NationalNumber)
				if err := cmd.Run(); err == nil {
					t.Fatal("the process ended in peace")
				}
			} else {
				st, err := station.Open(ctx, station.Options{Dir: st.Dir})
				must(t, err)
				leaves(t, st.Office.Kiosk(), her.NationalNumber)
				must(t, st.Close())
			}
			words := []string{her.NationalNumber, her.Names["th"].First + " " + her.Names["th"].Last}
			if found := firstPage(t, st.Dir, words, true); len(found) > 0 {
				t.Errorf("the next process holds %q", found)
			}
			if tt.down {
				if found := firstPage(t, st.Dir, words, false); len(found) == 0 {
					t.Error("where it looks for what was left open itself the search does not find her, either: it proves nothing")
				}
			}
			if tt.killed {
				st, err := station.Open(ctx, station.Options{Dir: st.Dir})
				must(t, err)
				defer st.Close()
				if open, err := st.Office.Kiosk().Petitions(ctx, office.PetitionFilter{States: []petition.State{petition.Drafted}}); err != nil || len(open) > 0 {
					t.Errorf("%d drafts are left open, %v", len(open), err)
				}
			}
		})
	}
}

// firstPage starts a process that comes to the first page of a station that is made
// ready for it, or is not, and returns which words it holds there.
func firstPage(t *testing.T, dir string, words []string, prepared bool) []string {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKioskProcess$")
	cmd.Env = append(os.Environ(), kioskDir+"="+dir)
	if prepared {
		cmd.Env = append(cmd.Env, kioskPrepare+"=1")
	}
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	must(t, err)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != "at the first page" {
	}
	found := memoryOf(t, cmd.Process.Pid, words)
	in.Close()
	must(t, cmd.Wait())
	return found
}

// memoryOf searches what a process can write to for words, as UTF-8, UTF-16 and
// TIS-620, and returns those that are there.
func memoryOf(t *testing.T, pid int, words []string) []string {
	t.Helper()
	maps, err := os.Open(fmt.Sprintf("/proc/%d/maps", pid))
	must(t, err)
	defer maps.Close()
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	must(t, err)
	defer mem.Close()
	var found []string
	for lines := bufio.NewScanner(maps); lines.Scan(); {
		var from, to int64
		var mode string
		if _, err := fmt.Sscanf(lines.Text(), "%x-%x %s", &from, &to, &mode); err != nil || !strings.HasPrefix(mode, "rw") {
			continue
		}
		b := make([]byte, to-from)
		n, _ := mem.ReadAt(b, from)
		for _, w := range words {
			wide := []byte{}
			for _, u := range utf16.Encode([]rune(w)) {
				wide = binary.LittleEndian.AppendUint16(wide, u)
			}
			thai, _ := charmap.Windows874.NewEncoder().Bytes([]byte(w))
			for name, form := range map[string][]byte{"UTF-8": []byte(w), "UTF-16": wide, "TIS-620": thai} {
				if bytes.Contains(b[:n], form) {
					found = append(found, w+" in "+name)
				}
			}
		}
	}
	return found
}

package station_test

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"sala/app/invented"
	"sala/app/office"
	"sala/app/station"
	"sala/forms/act"
	"sala/forms/register"
)

// Where a test tells the process that it starts which station to open, and whether
// to send what is there and forget it first.
const (
	kioskDir  = "SALA_TEST_KIOSK"
	kioskSend = "SALA_TEST_KIOSK_SEND"
)

// TestKioskProcess is the other process of TestTheNextProcessDoesNotKnowHer: it
// comes to a kiosk's first page, says so, and waits.
func TestKioskProcess(t *testing.T) {
	dir := os.Getenv(kioskDir)
	if dir == "" {
		return
	}
	ctx := t.Context()
	st, err := station.Open(ctx, station.Options{Dir: dir})
	must(t, err)
	defer st.Close()
	if os.Getenv(kioskSend) != "" {
		_, err := st.Sync.SyncOnce(ctx)
		must(t, err)
		acked, err := st.Store.Acknowledged(ctx)
		must(t, err)
		_, err = st.Store.Purge(ctx, acked)
		must(t, err)
		return
	}
	kiosk := st.Office.Kiosk()
	_, err = kiosk.Recover(ctx)
	must(t, err)
	_, err = st.Office.Status(ctx)
	must(t, err)
	services, err := kiosk.KioskServices(ctx)
	must(t, err)
	kiosk.LifeEvents(services)
	fmt.Println("at the first page")
	_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
}

// The process that follows the one that served a citizen does not know her, once
// central has what she did and the kiosk has forgotten it: coming to the first page
// reads nobody's name. (What it pulls from central later is another matter: see
// cmd/sala.)
func TestTheNextProcessDoesNotKnowHer(t *testing.T) {
	w := newWorld(t)
	st, _ := w.station("TH-5014-K01")
	ctx := t.Context()
	her := peopled(t, st)
	_, err := st.Sync.SyncOnce(ctx)
	must(t, err)
	kiosk := st.Office.Kiosk()
	v, err := kiosk.Identify(ctx, office.Card{NationalNumber: her.NationalNumber, Reader: "reader"})
	must(t, err)
	d, err := kiosk.Begin(ctx, "th.house-register-copy", v)
	must(t, err)
	must(t, kiosk.Answer(ctx, d, "purpose", "school"))
	p, err := kiosk.Submit(ctx, d)
	must(t, err)
	_, err = kiosk.Withdraw(ctx, p, "left the kiosk")
	must(t, err)
	must(t, st.Close())

	words := []string{her.NationalNumber, her.Names["th"].First + " " + her.Names["th"].Last}
	if found := firstPage(t, st.Dir, words); len(found) == 0 {
		t.Fatal("before it was sent the search does not find her, either: it proves nothing")
	}
	send := exec.Command(os.Args[0], "-test.run=^TestKioskProcess$")
	send.Env = append(os.Environ(), kioskDir+"="+st.Dir, kioskSend+"=1")
	if out, err := send.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if found := firstPage(t, st.Dir, words); len(found) > 0 {
		t.Errorf("the next process holds %q", found)
	}
}

// peopled gives a station a register, and returns somebody in it.
func peopled(t *testing.T, st *station.Station) (her register.Resident) {
	t.Helper()
	must(t, st.Store.Write(t.Context(), "malee-TH-5014-K01", func(x office.Writer) error {
		n := 0
		for home := range invented.People(9, 60) {
			set := func(reg, id string, fields register.Fields) error {
				return x.Append(act.RecordSet, reg+"/"+id, 0, act.Change{Register: reg, ID: id, Office: invented.ThaiOffice, Set: fields})
			}
			if err := set(register.Households, home.Household.ID, home.Household.Record().Fields); err != nil {
				return err
			}
			for _, r := range home.Residents {
				if n++; n == 40 {
					her = r
				}
				if err := set(register.Residents, r.ID, r.Record().Fields); err != nil {
					return err
				}
			}
		}
		return nil
	}))
	return her
}

// firstPage starts a process that comes to the first page, and returns which words
// it holds there.
func firstPage(t *testing.T, dir string, words []string) []string {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKioskProcess$")
	cmd.Env = append(os.Environ(), kioskDir+"="+dir)
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

//go:build window && linux

package main_test

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"sala/app/station"
)

// watched is the window of a kiosk that is watched over.
type watched struct {
	*window
	pid int // of the watcher
}

// openKiosk starts a kiosk that is watched over, and waits for its first page.
func openKiosk(t testing.TB, o *office, with ...string) *watched {
	t.Helper()
	cmd := exec.Command(program(t, "sala"), append([]string{"--mode", "kiosk", "--watch", "--dir", o.Station, "--window", "1280x1024"}, with...)...)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		after := time.AfterFunc(8*time.Second, func() { _ = cmd.Process.Kill() })
		defer after.Stop()
		_ = cmd.Wait()
	})
	w := &watched{&window{t: t, mode: "kiosk"}, cmd.Process.Pid}
	w.anew(0)
	return w
}

// holder is whose card lies beside the reader: the national number and the names.
func holder(t testing.TB, o *office) []string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(o.Dir, "demonstration.json"))
	if err != nil {
		t.Fatal(err)
	}
	var scene struct {
		Holder struct {
			Number string                       `json:"number"`
			Names  map[string]map[string]string `json:"names"`
		} `json:"holder"`
	}
	if err := json.Unmarshal(b, &scene); err != nil {
		t.Fatal(err)
	}
	words := []string{scene.Holder.Number}
	for _, n := range scene.Holder.Names {
		words = append(words, n["first"], n["last"])
	}
	return words
}

// child is the process that shows a watched kiosk's window, 0 while there is none.
func (w *watched) child() int {
	list, _ := os.ReadDir(fmt.Sprintf("/proc/%d/task", w.pid))
	for _, task := range list {
		b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%s/children", w.pid, task.Name()))
		for _, f := range strings.Fields(string(b)) {
			if n, err := strconv.Atoi(f); err == nil {
				return n
			}
		}
	}
	return 0
}

// anew waits until another process than before shows the first page.
func (w *watched) anew(before int) {
	w.t.Helper()
	w.id = ""
	w.poll("a new process", func() bool { n := w.child(); return n != 0 && n != before })
	w.poll("its first page", func() bool {
		out, err := exec.Command("xdotool", "search", "--pid", strconv.Itoa(w.child()), "--name", "^Sala kiosk welcome").Output()
		if err != nil {
			return false
		}
		w.id = strings.TrimSpace(string(out))
		return w.id != ""
	})
	w.poll("the keyboard", func() bool { // a window that is only just there cannot have it
		return exec.Command("xdotool", "mousemove", "--window", w.id, "4", "400", "windowfocus", w.id).Run() == nil
	})
}

// serve leads a citizen by the keypad from the first page to the question whether
// it is she.
func (w *watched) serve(o *office) {
	w.at("welcome")
	w.keys("Down", "Return")
	w.at("services")
	w.keys("Down", "Down", "Down", "Return") // the copy of the house register
	w.at("insert")
	o.tell(w.t, "insert")
	w.at("confirm")
}

// answers answers every question of the form, and hands it in.
func (w *watched) answers() {
	w.keys("Return")
	w.at("question")
	for range 12 {
		if !strings.Contains(w.title(), "question") {
			break
		}
		if strings.Contains(w.title(), "purpose") {
			w.keys("Down", "Return")
		}
		before := w.title()
		w.keys("F9")
		w.poll("the next page", func() bool { return w.title() != before })
	}
	w.at("review")
	w.picture("review")
	w.keys("F9")
	w.at("payment")
}

// A citizen is served by the machine alone, pays in coins and notes, and takes
// her paper; afterwards nothing of her is in the memory of any process of ours or
// on the disk.
func TestKioskToTheLastPage(t *testing.T) {
	o := openOffice(t, "--kiosk")
	w := openKiosk(t, o)
	w.serve(o)
	w.picture("confirm")
	served := w.child()
	names := holder(t, o)
	if found := memoryOf(t, served, names); len(found) == 0 {
		t.Fatal("the search does not find the citizen in memory while she is served: it proves nothing")
	}
	w.answers()
	w.picture("payment")
	w.keys("Down", "Return")
	time.Sleep(time.Second) // the slot opens: before that the machine takes nothing
	o.tell(t, "coin 1000")
	o.tell(t, "note 2000")
	w.at("take")
	w.picture("take")
	o.tell(t, "remove")
	w.keys("F9")
	w.at("goodbye")
	w.picture("goodbye")
	w.anew(served)
	if found := memoryOf(t, w.pid, names); len(found) > 0 {
		t.Errorf("the watcher's memory holds %q", found)
	}
	// The memory of the process that served her went with it, and the next one leaves
	// to senders what they send and take in.
	if _, err := os.Stat(fmt.Sprintf("/proc/%d", served)); err == nil {
		t.Error("the process that served her is still there")
	}
	began := time.Now()
	w.poll("a synchronisation beside the next window", func() bool {
		line, err := station.ReadLine(o.Station)
		return err == nil && line.LastSync.After(began) && !line.NextTry.IsZero()
	})
	if found := memoryOf(t, w.child(), names); len(found) > 0 {
		t.Errorf("after it the next window holds %q", found)
	}
	if found := diskOf(t, o.Dir, names); len(found) > 0 {
		t.Errorf("the disk holds %q", found)
	}
	if written := journal(t, o); !strings.Contains(written, "certificate.issued") || strings.Count(written, "money.moved") < 3 || strings.Contains(written, "money.owed") {
		t.Errorf("the journal tells another story:\n%s", written)
	}
}

// A kiosk that died, was stopped, or whose window alone hangs is back on its first
// page within ten seconds; what was begun is ended, and the new process does not know
// whom it was begun for, even when nothing could be sent.
func TestKioskComesBack(t *testing.T) {
	o := openOffice(t, "--kiosk")
	w := openKiosk(t, o)
	names := holder(t, o)
	tests := []struct {
		name, line string
		end        func(pid int) error
	}{
		{"it was killed", "", func(pid int) error { return syscall.Kill(pid, syscall.SIGKILL) }},
		{"its window hung", "cut", hang},
		{"it was stopped", "restore", func(pid int) error { return syscall.Kill(pid, syscall.SIGSTOP) }},
	}
	for _, tt := range tests {
		if tt.line != "" {
			o.tell(t, tt.line)
		}
		w.serve(o)
		w.keys("Return")
		w.at("question")
		before := w.child()
		began := time.Now()
		if err := tt.end(before); err != nil {
			t.Fatal(err)
		}
		w.anew(before)
		took := time.Since(began)
		t.Logf("after %s the first page is back in %v", tt.name, took)
		if took > 10*time.Second {
			t.Errorf("after %s it took %v", tt.name, took)
		}
		if found := memoryOf(t, w.child(), names); len(found) > 0 {
			t.Errorf("after %s the next window holds %q", tt.name, found)
		}
		o.tell(t, "remove")
	}
	if n := strings.Count(journal(t, o), "petition.withdrawn"); n < len(tests) {
		t.Errorf("%d drafts were withdrawn, want all %d", n, len(tests))
	}
}

// hang stops the thread that draws, and no other, until the process is ended.
func hang(pid int) error {
	hung := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // who holds a thread must stay the same
		hung <- syscall.PtraceAttach(pid)
		for {
			var status syscall.WaitStatus
			if _, err := syscall.Wait4(pid, &status, syscall.WALL, nil); err != nil && err != syscall.EINTR || status.Signaled() || status.Exited() {
				return
			}
		}
	}()
	return <-hung
}

// Nothing leads out of a kiosk but an administrator's word. A full screen that has lost
// the keyboard, as to a window manager that puts it away, takes it back.
func TestKioskIsLocked(t *testing.T) {
	o := openOffice(t, "--kiosk")
	w := openKiosk(t, o, "--full-screen")
	before := w.child()
	out, err := exec.Command("xdotool", "search", "--maxdepth", "0", "").Output()
	if err != nil {
		t.Fatal(err)
	}
	w.do("windowfocus", strings.TrimSpace(string(out))) // the screen itself
	w.poll("the keyboard again", func() bool {
		out, err := exec.Command("xdotool", "getwindowfocus", "-f").Output()
		return err == nil && strings.TrimSpace(string(out)) == w.id
	})
	w.keys("alt+F4", "ctrl+q", "ctrl+w", "F11", "ctrl+alt+BackSpace", "Escape", "Super_L", "Menu", "ctrl+c")
	w.do("click", "--window", w.id, "3")
	w.at("welcome")
	if w.child() != before {
		t.Fatal("a key ended the kiosk")
	}
	w.keys("F12")
	w.at("staff")
	w.text("123456")
	w.keys("Return")
	w.at("staff !once_none")
	w.picture("staff-refused")
	w.keys("Escape")
	w.at("staff$")
	w.keys("Shift+Tab")
	w.text(o.Clerk.ID)
	w.keys("Tab")
	w.text(o.Clerk.Password)
	w.keys("Return")
	w.at("staff open")
	w.picture("staff-open")
	w.keys("Up", "Return") // from the way on back to what the page offers: leave the program
	w.poll("the end", func() bool { return w.child() == 0 })
}

// memoryOf searches what a process can write to for words, as UTF-8, UTF-16 and
// TIS-620, and returns those that are there.
func memoryOf(t *testing.T, pid int, words []string) []string {
	t.Helper()
	maps, err := os.Open(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		return []string{"a process that has just ended"}
	}
	defer maps.Close()
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		return []string{"a process that has just ended"}
	}
	defer mem.Close()
	found := map[string]bool{}
	for lines := bufio.NewScanner(maps); lines.Scan(); {
		var from, to int64
		var mode string
		if _, err := fmt.Sscanf(lines.Text(), "%x-%x %s", &from, &to, &mode); err != nil || !strings.HasPrefix(mode, "rw") {
			continue
		}
		const piece, seam = 1 << 20, 256 // a word may lie across two pieces
		b := make([]byte, piece+seam)
		for at := from; at < to; at += piece {
			n, err := mem.ReadAt(b[:min(piece+seam, to-at)], at)
			if err != nil && n == 0 {
				break // a page that cannot be read: a device's
			}
			search(b[:n], words, found)
		}
	}
	return list(found)
}

// diskOf searches the files of an office: the station's, and all that the programs
// wrote. What the printers put out is the citizen's own, the card is hers, and
// central is another machine.
func diskOf(t *testing.T, dir string, words []string) []string {
	t.Helper()
	found := map[string]bool{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); name == "paper" || name == "central" || name == "devices" {
				return filepath.SkipDir
			}
			return nil
		}
		if d.Name() == "demonstration.json" {
			return nil
		}
		b, err := os.ReadFile(path)
		if err == nil {
			search(b, words, found)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list(found)
}

func list(found map[string]bool) []string {
	var out []string
	for w := range found {
		out = append(out, w)
	}
	return out
}

// search looks for each word of four letters or more in each of its encodings.
func search(b []byte, words []string, found map[string]bool) {
	for _, w := range words {
		if len([]rune(w)) < 4 {
			continue
		}
		wide := []byte{}
		for _, u := range utf16.Encode([]rune(w)) {
			wide = binary.LittleEndian.AppendUint16(wide, u)
		}
		forms := map[string][]byte{"UTF-8": []byte(w), "UTF-16": wide}
		if thai, err := charmap.Windows874.NewEncoder().Bytes([]byte(w)); err == nil && !bytes.Equal(thai, []byte(w)) {
			forms["TIS-620"] = thai
		}
		for name, form := range forms {
			if bytes.Contains(b, form) {
				found[w+" in "+name] = true
			}
		}
	}
}

// journal is what the station wrote down, an entry to a line.
func journal(t testing.TB, o *office) string {
	t.Helper()
	out, err := exec.Command(program(t, "salactl"), "journal", "show", "--dir", o.Station, "--limit", "200").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}

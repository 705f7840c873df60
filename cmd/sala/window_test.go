//go:build window

package main_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// office is a demonstration office that runs while the test does.
type office struct {
	Dir     string `json:"dir"`
	Station string `json:"station"`
	Laptop  string `json:"laptop"`
	Central string `json:"central"` // by the link
	Direct  string `json:"direct"`  // to central, past the link
	Holder  struct {
		Office string `json:"office"`
		Number string `json:"number"`
	} `json:"holder"` // of the card
	Clerk struct {
		ID       string `json:"id"`
		Password string `json:"password"`
	} `json:"clerk"`
	Registrar struct {
		ID       string `json:"id"`
		Password string `json:"password"`
	} `json:"registrar"`
	say io.Writer
}

// program returns a program that the task runner built.
func program(t testing.TB, name string) string {
	t.Helper()
	bin := os.Getenv("SALA_BIN")
	if bin == "" || os.Getenv("DISPLAY") == "" {
		t.Fatal("SALA_BIN and DISPLAY are not set: run go run ./cmd/dev test, which builds the programs and opens a display")
	}
	return filepath.Join(bin, name)
}

// openOffice prepares a demonstration office.
func openOffice(t testing.TB, with ...string) *office {
	t.Helper()
	cmd := exec.Command(program(t, "salactl"), append([]string{"demo", "--prepare", "--people", "300", "--json", "--dir", t.TempDir()}, with...)...)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	log, err := os.Create(filepath.Join(t.TempDir(), "demo.log"))
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		_ = cmd.Wait()
		log.Close()
	})
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		text, _ := os.ReadFile(log.Name())
		t.Fatalf("the demonstration did not begin: %v\n%s", err, text)
	}
	o := &office{say: in}
	if err := json.Unmarshal(line, o); err != nil {
		t.Fatalf("%v: %s", err, line)
	}
	return o
}

// tell gives the demonstration a command.
func (o *office) tell(t testing.TB, command string) {
	t.Helper()
	if _, err := io.WriteString(o.say, command+"\n"); err != nil {
		t.Fatal(err)
	}
}

// window is a window of sala on the display.
type window struct {
	t    testing.TB
	id   string
	mode string
	n    int
}

// openWindow starts sala and waits until its window is there.
func openWindow(t testing.TB, o *office, mode, size string, args ...string) *window {
	t.Helper()
	w, _ := startWindow(t, o, mode, size, args...)
	return w
}

// startWindow is openWindow with the program itself.
func startWindow(t testing.TB, o *office, mode, size string, args ...string) (*window, *exec.Cmd) {
	t.Helper()
	cmd := exec.Command(program(t, "sala"), append([]string{"--mode", mode, "--dir", o.Station, "--window", size}, args...)...)
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		after := time.AfterFunc(5*time.Second, func() { _ = cmd.Process.Kill() })
		defer after.Stop()
		_ = cmd.Wait()
	})
	w := &window{t: t, mode: mode}
	w.poll("the window", func() bool {
		out, err := exec.Command("xdotool", "search", "--name", "^Sala "+mode).Output()
		w.id = strings.TrimSpace(string(out))
		return err == nil && w.id != ""
	})
	w.do("mousemove", "--window", w.id, "4", "400")
	w.do("windowfocus", w.id)
	return w, cmd
}

func (w *window) do(args ...string) {
	w.t.Helper()
	if out, err := exec.Command("xdotool", args...).CombinedOutput(); err != nil {
		w.t.Fatalf("xdotool %v: %v: %s", args, err, out)
	}
}

func (w *window) keys(names ...string) {
	w.t.Helper()
	w.do(append([]string{"key", "--delay", "40"}, names...)...)
}

func (w *window) text(s string) {
	w.t.Helper()
	w.do("type", "--delay", "15", s)
}

func (w *window) title() string {
	out, _ := exec.Command("xdotool", "getwindowname", w.id).Output()
	return strings.TrimSpace(string(out))
}

// poll waits up to a minute.
func (w *window) poll(what string, holds func() bool) {
	w.t.Helper()
	deadline := time.Now().Add(time.Minute)
	for !holds() {
		if time.Now().After(deadline) {
			if w.id != "" {
				w.picture("stuck")
			}
			w.t.Fatalf("waited a minute for %s; the window's title is %q", what, w.title())
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// at waits until the title matches.
func (w *window) at(pattern string) {
	w.t.Helper()
	re := regexp.MustCompile("^Sala " + w.mode + " " + pattern)
	w.poll(pattern, func() bool { return re.MatchString(w.title()) })
}

// until does something again and again until the title matches.
func (w *window) until(pattern string, do func()) {
	w.t.Helper()
	re := regexp.MustCompile("^Sala " + w.mode + " " + pattern)
	do()
	next := time.Now().Add(1500 * time.Millisecond)
	w.poll(pattern, func() bool {
		if re.MatchString(w.title()) {
			return true
		}
		if time.Now().After(next) {
			do()
			next = time.Now().Add(1500 * time.Millisecond)
		}
		return false
	})
}

// complete has a form checked, and answers what it lacks, with what is given and
// then with the first choice, until the title says that it is complete. The title counts the checks: keys
// that come before the check is done would answer another question.
func (w *window) complete(form, complete string, answers ...string) {
	w.t.Helper()
	w.keys("F9")
	w.at("(" + form + ` \?\d+/1 |` + complete + ")")
	w.picture("form-problems")
	for check := 2; strings.Contains(w.title(), form); check++ {
		if check > 40 {
			w.t.Fatalf("the form is not complete after %d answers: %q", check, w.title())
		}
		if len(answers) > 0 {
			w.text(answers[0])
			w.keys("F9")
			answers = answers[1:]
		} else {
			w.keys("1", "F9")
		}
		w.at(fmt.Sprintf(`(%s \?\d+/%d |%s)`, form, check, complete))
	}
	w.at(complete)
}

// picture keeps a picture of the window under pictures, which git ignores.
func (w *window) picture(name string) {
	w.t.Helper()
	dir := os.Getenv("SALA_PICTURES")
	if dir == "" {
		dir = filepath.Join("..", "..", "pictures")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		w.t.Fatal(err)
	}
	w.n++
	time.Sleep(250 * time.Millisecond) // one frame after the title; nothing depends on it
	file := filepath.Join(dir, "window-"+w.mode+"-"+name+".png")
	if out, err := exec.Command("import", "-window", w.id, file).CombinedOutput(); err != nil {
		w.t.Fatalf("import (Debian package imagemagick): %v: %s", err, out)
	}
}

// A clerk serves a citizen from card to paper with no mouse, the cable out, and
// sees the outbox drain when it is back.
func TestDeskByKeyboard(t *testing.T) {
	o := openOffice(t)
	w := openWindow(t, o, "desk", "1366x768", "--officer", o.Clerk.ID)
	w.at("sign_in")
	w.text("wrong")
	w.keys("Return")
	w.at("sign_in !wrong_password")
	w.picture("sign-in-refused")
	w.text(o.Clerk.Password)
	w.keys("Return")
	w.at("today")
	w.picture("today")
	o.tell(t, "cut")
	o.tell(t, "insert")
	w.at("serve/person")
	w.picture("person")
	w.text("14/1")
	w.keys("Return")
	w.at("serve/form")
	w.complete("serve/form", "serve/review")
	w.picture("review")
	w.keys("F9")
	w.at("serve/decision")
	w.picture("decision")
	w.text(o.Registrar.Password)
	w.keys("Return")
	w.at("serve/payment")
	w.text("100")
	w.picture("payment")
	w.keys("Return")
	w.at("serve/print")
	w.keys("F9")
	w.at("serve/done")
	w.picture("done")
	w.keys("F9")
	w.at(`today \([1-9]`)
	w.picture("today-waiting")
	o.tell(t, "restore")
	w.at(`today \(0\)`)
	w.picture("today-sent")
}

// A citizen leads herself from the language to the paper with the keypad alone.
func TestKioskByKeypad(t *testing.T) {
	o := openOffice(t)
	w := openWindow(t, o, "kiosk", "1280x1024")
	w.at("welcome")
	w.picture("welcome")
	w.keys("Down", "Return") // what the page is about comes first
	w.at("services")
	w.picture("services")
	w.keys("F1")
	w.picture("help")
	w.keys("Escape", "Escape")
	w.at("welcome")
}

// An officer takes a work list out, looks at the map, meets nobody at the first
// house, inspects a stall at the second, hands the form in, and brings the laptop
// back over a line that is cut at first, by keyboard alone.
func TestFieldFromOutingToReturn(t *testing.T) {
	o := openOffice(t, "--field")
	o.Station = o.Laptop
	w := openWindow(t, o, "field", "1366x768", "--officer", o.Clerk.ID)
	w.at("sign_in")
	w.text(o.Clerk.Password)
	w.keys("Return")
	w.at("outing")
	w.picture("outing")
	w.keys("F9")
	w.at("list")
	w.picture("list")
	w.keys("F7")
	w.picture("map")
	w.keys("plus", "Right", "0", "F5")
	o.tell(t, "cut") // out of reach from here
	w.until("visit", func() { w.keys("Return") })
	w.picture("visit")
	w.keys("F2")
	w.at("ending")
	w.text("nobody at home")
	w.picture("ending")
	w.keys("F9")
	w.at("list")
	w.until("visit", func() { w.keys("Return") })
	w.complete("visit", "done")
	w.picture("handed-in")
	w.keys("F9")
	w.at("list")
	w.picture("list-done")
	w.keys("F8")
	w.at("back ")
	w.picture("back")
	w.keys("F9")
	w.at("back !no_central")
	w.picture("back-offline")
	o.tell(t, "restore")
	w.keys("Escape", "F9")
	w.at("outing")
	w.picture("returned")
}

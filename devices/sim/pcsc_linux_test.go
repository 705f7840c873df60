package sim_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"sala/devices/port"
	"sala/devices/sim"
)

// The stock PC/SC stack of Debian, which knows nothing of this program, must
// read the simulated cards. It runs with a /run/pcscd of its own, so that it
// meets no other daemon of the computer.
const pcscScript = `
mkdir -p /run/pcscd && mount -t tmpfs none /run/pcscd || exit 9
pcscd --foreground --debug --apdu --config "$1" >"$1.log" 2>&1 &
daemon=$!
trap 'kill $daemon 2>/dev/null' EXIT
n=0
until opensc-tool -l 2>/dev/null | grep -q SimGemPCTwin; do
	n=$((n+1)); [ $n -lt 100 ] || { echo "no reader"; tail -20 "$1.log"; exit 8; }
	sleep 0.1
done
echo "--- opensc-tool"; opensc-tool -a
echo "--- scriptor"; scriptor -r "SimGemPCTwin 00 00" -p "$2" "$1.apdu"
echo "--- pcsc_scan"; timeout 30 pcsc_scan -n
`

// tools are what the test needs; go run ./cmd/dev test installs them.
var tools = [...]string{"pcscd", "opensc-tool", "scriptor", "pcsc_scan", "unshare"}

const libccid = "/usr/lib/pcsc/drivers/serial/libccidtwin.so"

// output collects what a program says and lets a test wait for it.
type output struct {
	mu   sync.Mutex
	text []byte
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text = append(o.text, p...)
	return len(p), nil
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return string(o.text)
}

// await waits until text has been said n times.
func (o *output) await(t *testing.T, text string, n int) {
	t.Helper()
	for end := time.Now().Add(40 * time.Second); strings.Count(o.String(), text) < n; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%q was not said %d times:\n%s", text, n, o.String())
		}
	}
}

func TestStockDriverReadsTheCards(t *testing.T) {
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("%s is not installed: run go run ./cmd/dev test, which installs it", tool)
		}
	}
	if _, err := os.Stat(libccid); err != nil {
		t.Fatalf("libccid is not installed: run go run ./cmd/dev test, which installs it")
	}
	h := sim.Invented()
	const get = "00 A4 04 00 08 A0 00 00 00 54 48 00 01\n80 B0 00 04 02 00 0D\n"
	for _, tt := range []struct {
		name, protocol, apdus, atr string
		card                       func() sim.Card
	}{
		{"t0", "T=0", get + "00 C0 00 00 0D\n", "3b:78:18:00:00:54:48:20:4e:49:44:20:33", func() sim.Card { return sim.NewThaiCard(h) }},
		{"t1", "T=1", get, "3b:88:81:31:fe:45:53:41:4c:41:20:54:3d:31", func() sim.Card { return sim.NewT1Card(h, sim.T1Options{}) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := sim.NewReader(sim.ReaderOptions{})
			tape := &tape{Reader: r}
			r.Insert(tt.card())
			p, err := sim.Plug(tape, filepath.Join(t.TempDir(), "ttyREADER"))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = p.Close() }()
			out, stop := startPCSC(t, p.Path(), tt.protocol, tt.apdus)
			defer stop()
			out.await(t, "--- pcsc_scan", 1)
			out.await(t, "Card inserted", 1)
			tape.stop()
			said := strings.ToLower(out.String())
			if !strings.Contains(said, tt.atr) {
				t.Errorf("no %s in\n%s", tt.atr, said)
			}
			// 1101700230708 in ASCII, as scriptor prints the card's answer.
			if !strings.Contains(said, "< 31 31 30 31 37 30 30 32 33 30 37 30 38 90 00") {
				t.Errorf("the number was not read:\n%s", out.String())
			}
			r.Remove()
			out.await(t, "Card removed", 1)
			r.Insert(tt.card())
			out.await(t, "Card inserted", 2)
			tape.keep(t, "libccid-"+tt.name+".trace")
		})
	}
}

// startPCSC runs the daemon and the tools on a line.
func startPCSC(t *testing.T, line, protocol, apdus string) (*output, func()) {
	t.Helper()
	conf := filepath.Join(t.TempDir(), "conf")
	if err := os.Mkdir(conf, 0o755); err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("DEVICENAME %s:GemPCTwin\nFRIENDLYNAME \"SimGemPCTwin\"\nLIBPATH %s\n", line, libccid)
	for name, contents := range map[string]string{filepath.Join(conf, "sim"): text, conf + ".apdu": apdus} {
		if err := os.WriteFile(name, []byte(contents), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	space := "-rm"
	if os.Geteuid() == 0 {
		space = "-m"
	}
	cmd := exec.CommandContext(ctx, "unshare", space, "sh", "-c", pcscScript, "sh", conf, protocol)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	out := &output{}
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return out, func() {
		cancel()
		_ = cmd.Wait()
	}
}

// tape is a reader that keeps what passes over its line.
type tape struct {
	*sim.Reader
	mu      sync.Mutex
	trace   port.Trace
	stopped bool
}

func (x *tape) Serve(line io.ReadWriter) error { return x.Reader.Serve(&taped{line, x}) }

type taped struct {
	io.ReadWriter
	tape *tape
}

func (x *tape) note(from port.Side, p []byte) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if n := len(x.trace); n > 0 && x.trace[n-1].From == from && !x.stopped {
		x.trace[n-1].Data = append(x.trace[n-1].Data, p...)
	} else if !x.stopped {
		x.trace = append(x.trace, port.Record{From: from, Data: bytes.Clone(p)})
	}
}

func (t *taped) Read(p []byte) (int, error) {
	n, err := t.ReadWriter.Read(p)
	if n > 0 {
		t.tape.note(port.Host, p[:n])
	}
	return n, err
}

func (t *taped) Write(p []byte) (int, error) {
	t.tape.note(port.Device, p)
	return t.ReadWriter.Write(p)
}

func (x *tape) stop() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.stopped = true
}

// keep saves the transcript for the tests of devices/ccid when SALA_RECORD is set.
func (x *tape) keep(t *testing.T, name string) {
	if os.Getenv("SALA_RECORD") == "" {
		return
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	f, err := os.Create(filepath.Join("..", "ccid", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.trace.WriteTo(f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

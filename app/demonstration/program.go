package demonstration

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"time"
)

// find returns the path of one of Sala's programs: beside the running one, or
// built from the checkout that the running one was built from.
func find(ctx context.Context, name, bin string, tell func(string, ...any)) (string, error) {
	file := name
	if runtime.GOOS == "windows" {
		file += ".exe"
	}
	if self, err := os.Executable(); err == nil {
		if path := filepath.Join(filepath.Dir(self), file); isProgram(path) {
			return path, nil
		}
	}
	root, ok := checkout()
	if !ok {
		return "", fmt.Errorf("the program %q is not beside this one: put them in one folder, or run this from a checkout of Sala", name)
	}
	tell("demo.building", "program", name)
	if err := os.MkdirAll(bin, 0o755); err != nil {
		return "", fmt.Errorf("build %s: %w", name, err)
	}
	path := filepath.Join(bin, file)
	build := exec.CommandContext(ctx, "go", "build", "-o", path, "./cmd/"+name)
	build.Dir = root
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build %s: %w\n%s", name, err, out)
	}
	return path, nil
}

func isProgram(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// checkout is where this source file was compiled, if it is still there.
func checkout() (string, bool) {
	_, file, _, ok := runtime.Caller(0)
	if !ok {
		return "", false
	}
	root := filepath.Dir(filepath.Dir(filepath.Dir(file)))
	_, err := os.Stat(filepath.Join(root, "go.mod"))
	return root, err == nil
}

// program is a child process that talks in lines of JSON on standard output and
// takes commands, one a line, on standard input. What it says on standard error
// goes to a log file.
type program struct {
	name  string
	cmd   *exec.Cmd
	in    io.WriteCloser
	lines chan []byte
	done  chan struct{}
	log   *os.File

	mu  sync.Mutex
	err error
}

// start runs a program; it ends with ctx, or with stop.
func start(ctx context.Context, path, log string, args ...string) (*program, error) {
	p := &program{name: filepath.Base(path), lines: make(chan []byte, 64), done: make(chan struct{})}
	p.cmd = exec.CommandContext(ctx, path, args...)
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(os.Interrupt) }
	p.cmd.WaitDelay = 5 * time.Second
	var err error
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, fmt.Errorf("start %s: %w", p.name, err)
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", p.name, err)
	}
	if p.log, err = os.Create(log); err != nil {
		return nil, fmt.Errorf("start %s: %w", p.name, err)
	}
	p.cmd.Stderr = p.log
	if err := p.cmd.Start(); err != nil {
		p.log.Close()
		return nil, fmt.Errorf("start %s: %w", p.name, err)
	}
	go p.read(out)
	return p, nil
}

func (p *program) read(out io.Reader) {
	defer close(p.done)
	defer p.log.Close()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		select {
		case p.lines <- append([]byte(nil), lines.Bytes()...):
		default: // nobody listens any more
		}
	}
	err := p.cmd.Wait()
	p.mu.Lock()
	p.err = err
	p.mu.Unlock()
}

// hear reads the program's next line into v.
func (p *program) hear(ctx context.Context, v any) error {
	select {
	case line := <-p.lines:
		if err := json.Unmarshal(line, v); err != nil {
			return fmt.Errorf("%s said %q: %w", p.name, line, err)
		}
		return nil
	case <-p.done:
		return fmt.Errorf("%s ended: %w; see %s", p.name, p.exit(), p.log.Name())
	case <-ctx.Done():
		return fmt.Errorf("%s says nothing: %w; see %s", p.name, ctx.Err(), p.log.Name())
	}
}

func (p *program) exit() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		return errors.New("without an error")
	}
	return p.err
}

// tell sends the program one line.
func (p *program) tell(line string) error {
	if _, err := io.WriteString(p.in, line+"\n"); err != nil {
		return fmt.Errorf("tell %s %q: %w", p.name, line, err)
	}
	return nil
}

// stop asks the program to end and waits until it has.
func (p *program) stop() {
	p.in.Close()
	_ = p.cmd.Process.Signal(os.Interrupt)
	select {
	case <-p.done:
	case <-time.After(5 * time.Second):
		_ = p.cmd.Process.Kill()
		<-p.done
	}
}

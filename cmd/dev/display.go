package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// display is a virtual screen of 1920 x 1080 that nobody sees.
type display struct {
	name string // for DISPLAY
	cmd  *exec.Cmd
}

// openDisplay starts Xvfb on a display number that it finds free itself.
func openDisplay(ctx context.Context) (*display, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	cmd := exec.CommandContext(ctx, "Xvfb", "-displayfd", "3", "-screen", "0", "1920x1080x24", "-nolisten", "tcp", "+extension", "GLX", "-noreset")
	cmd.ExtraFiles = []*os.File{w}
	stopGently(cmd)
	err = cmd.Start()
	w.Close()
	if err != nil {
		return nil, fmt.Errorf("start Xvfb (Debian package xvfb): %w", err)
	}
	d := &display{cmd: cmd}
	if err := r.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil && !errors.Is(err, os.ErrNoDeadline) {
		d.close()
		return nil, err
	}
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		d.close()
		return nil, fmt.Errorf("Xvfb did not open a display: %w", err)
	}
	d.name = ":" + strings.TrimSpace(number)
	return d, nil
}

// env returns what a program needs in its environment to show itself there, the
// same on every machine: no scaling, software OpenGL, a UTF-8 locale.
func (d *display) env() []string {
	return []string{"DISPLAY=" + d.name, "WAYLAND_DISPLAY=", "LIBGL_ALWAYS_SOFTWARE=1", "FYNE_SCALE=1", "FYNE_DISABLE_DPI_DETECTION=true",
		"LANG=C.UTF-8", "LC_ALL=C.UTF-8", "NO_AT_BRIDGE=1"}
}

func (d *display) close() {
	d.cmd.Process.Signal(os.Interrupt)
	d.cmd.Wait()
}

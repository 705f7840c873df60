package speech

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
)

// Program is a Player that gives the sound to a program's standard input.
type Program struct{ command []string }

// FindPlayer finds a program that plays sound. device is the sound card's name
// in ALSA, such as the one with the earphone socket; "" is the usual.
func FindPlayer(device string) (Program, error) {
	if path, err := exec.LookPath("aplay"); err == nil {
		command := []string{path, "-q"}
		if device != "" {
			command = append(command, "-D", device)
		}
		return Program{append(command, "-")}, nil
	}
	if path, err := exec.LookPath("paplay"); err == nil && device == "" {
		return Program{[]string{path, "/dev/stdin"}}, nil
	}
	return Program{}, errors.New("find a player: neither aplay (Debian package alsa-utils) nor paplay is installed")
}

// needsCard reports whether the program plays on a card of this machine; another may
// play on a server's.
func (p Program) needsCard() bool { return filepath.Base(p.command[0]) == "aplay" }

// Play implements Player.
func (p Program) Play(ctx context.Context, w Wave) error {
	cmd := exec.CommandContext(ctx, p.command[0], p.command[1:]...)
	b := w.Bytes()
	defer clear(b)
	cmd.Stdin = bytes.NewReader(b)
	if out, err := cmd.CombinedOutput(); err != nil && ctx.Err() == nil {
		return fmt.Errorf("play: %w: %s", err, bytes.TrimSpace(out))
	}
	return ctx.Err()
}

package speech

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
)

// usualWords is how many words a minute the voice speaks at speed 1: slower than
// espeak-ng's own 175, for those who do not hear a machine every day.
const usualWords = 150

// Espeak is a Maker that runs the program espeak-ng (Debian package espeak-ng),
// which has voices for all three languages.
type Espeak struct{ path string }

// FindEspeak finds the program; the error says that it is not installed.
func FindEspeak() (Espeak, error) {
	path, err := exec.LookPath("espeak-ng")
	if err != nil {
		return Espeak{}, fmt.Errorf("find espeak-ng: %w", err)
	}
	return Espeak{path}, nil
}

// Make implements Maker.
func (e Espeak) Make(ctx context.Context, language, words string, speed float64) (Wave, error) {
	rate := strconv.Itoa(int(usualWords * speed))
	cmd := exec.CommandContext(ctx, e.path, "-v", voiceOf(language), "-s", rate, "--stdin", "--stdout")
	cmd.Stdin = strings.NewReader(words)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return Wave{}, fmt.Errorf("espeak-ng: %w", errors.Join(ctx.Err(), err))
	}
	w, err := ReadWave(out)
	clear(out)
	if err != nil {
		return w, fmt.Errorf("espeak-ng: %w", err)
	}
	return w, nil
}

// voiceOf is espeak-ng's name of a language's voice.
func voiceOf(language string) string {
	if language == "en" {
		return "en-gb"
	}
	return language
}

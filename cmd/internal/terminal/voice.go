// Package terminal is how the commands without a window speak to whoever typed
// them: what was called wrongly, and what the machine refused, in the person's own
// language. It shows nothing of what the program said to itself.
package terminal

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"sala/app/words"
)

// Voice says the catalogue's phrases in one language.
type Voice struct {
	Words    *words.Catalogue
	Language string
}

// Speak is the voice in the language that was asked for, or else the system's.
// The error is a Misuse when nobody speaks what was asked for; the voice then
// speaks the system's.
func Speak(asked string) (Voice, error) {
	catalogue, err := words.Open()
	if err != nil {
		return Voice{}, fmt.Errorf("read the words: %w", err)
	}
	system := cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG"))
	if asked != "" && !words.Known(asked) {
		err = OneOf("--language", asked, words.Languages()...)
		asked = ""
	}
	return Voice{catalogue, words.Language(cmp.Or(asked, system))}, err
}

// Word returns a phrase: its key, then names and values of its arguments by turns.
func (v Voice) Word(key string, args ...any) string {
	m := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		m[args[i].(string)] = args[i+1]
	}
	return v.Words.Text(v.Language, key, m)
}

// Refused says which file the machine refused and why, "" when err is about none
// or the machine's reason has no words.
func (v Voice) Refused(err error) string {
	var file *fs.PathError
	var link *os.LinkError
	name := ""
	switch {
	case errors.As(err, &file):
		name = file.Path
	case errors.As(err, &link):
		name = link.New
	default:
		return ""
	}
	for _, r := range reasons() {
		if errors.Is(err, r.err) {
			return v.Word("machine.refused", "file", name, "reason", v.Word(r.key))
		}
	}
	return ""
}

// reasons are the machine's, by their phrases.
func reasons() []struct {
	err error
	key string
} {
	return []struct {
		err error
		key string
	}{
		{fs.ErrNotExist, "machine.missing"}, {fs.ErrPermission, "machine.denied"}, {fs.ErrExist, "machine.there"},
		{syscall.EISDIR, "machine.folder"}, {syscall.ENOTDIR, "machine.no_folder"}, {syscall.ENOSPC, "machine.full"}, {syscall.EROFS, "machine.read_only"},
	}
}

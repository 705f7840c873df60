package words

import (
	"io/fs"
	"strings"

	files "sala/assets/words"
)

// Open returns the program's own catalogue, each phrase of which is read when it
// is said first: reading all of them, as Load does, took longer than opening the
// station's store. That nothing is missing or wrong in any of them is seen by
// Load, which the tests call, and not by whoever starts the program; a phrase
// that is no YAML is told as one that is not there.
func Open() (*Catalogue, error) { return openFS(files.Files) }

// openFS cuts the *.yaml files at the root of fsys where a key begins: at each
// line that is neither indented nor empty nor a comment.
func openFS(fsys fs.FS) (*Catalogue, error) {
	c := &Catalogue{entries: map[string]entry{}, unread: map[string]string{}}
	names, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		c.cut(string(b))
	}
	return c, nil
}

// cut keeps the lines of each key of a file for when it is asked for.
func (c *Catalogue) cut(text string) {
	key, begin, at := "", 0, 0
	keep := func() {
		if key != "" {
			c.unread[key] = text[begin:at]
		}
	}
	for line := range strings.Lines(text) {
		if !strings.ContainsRune(" \t\r\n#", rune(line[0])) {
			keep()
			key, _, _ = strings.Cut(line, ":")
			begin = at
		}
		at += len(line)
	}
	keep()
}

// find returns an entry, and reads it if nobody has asked for it before.
func (c *Catalogue) find(key string) (entry, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.entries[key]; ok {
		return e, true
	}
	lines, ok := c.unread[key]
	if !ok {
		return entry{}, false
	}
	r := reading{entries: map[string]entry{}}
	r.file(key, []byte(lines))
	e, ok := r.entries[key]
	if !ok || r.err() != nil {
		return entry{}, false
	}
	c.entries[key] = e
	return e, true
}

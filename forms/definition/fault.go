package definition

import (
	"fmt"
	"strings"
)

// Fault is one thing that is wrong with a definition, for whoever writes
// forms.
type Fault struct {
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"` // 1 for the first; 0 where it is not known
	Path string `json:"path,omitempty"` // "sections[0].questions[2].relevant"
	What string `json:"what"`           // what is wrong
	Do   string `json:"do,omitempty"`   // what to do about it
}

// Error returns "forms/x.yaml:12: what is wrong (path); what to do".
func (f Fault) Error() string {
	s := f.What
	if f.Path != "" {
		s += " (" + f.Path + ")"
	}
	if f.Do != "" {
		s += "; " + f.Do
	}
	switch {
	case f.File != "" && f.Line > 0:
		return fmt.Sprintf("%s:%d: %s", f.File, f.Line, s)
	case f.File != "":
		return f.File + ": " + s
	case f.Line > 0:
		return fmt.Sprintf("line %d: %s", f.Line, s)
	}
	return s
}

// Faults are all that is wrong with a definition.
type Faults []Fault

// Error returns one fault a line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i := range f {
		lines[i] = f[i].Error()
	}
	return strings.Join(lines, "\n")
}

package definition

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Fault is one thing that is wrong with a definition, for whoever writes forms.
// Its words, with what to do about it, are in the catalogue: "form.fault.CODE".
type Fault struct {
	File string         `json:"file,omitempty"`
	Line int            `json:"line,omitempty"` // 1 for the first; 0 where it is not known
	Path string         `json:"path,omitempty"` // "sections[0].questions[2].relevant"
	Code string         `json:"code"`
	Args map[string]any `json:"args,omitempty"` // for the words
}

// Wrong returns the fault of a code at a path, with the arguments of its words
// as pairs of name and value.
func Wrong(code, path string, pairs ...any) Fault {
	f := Fault{Path: path, Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		if f.Args == nil {
			f.Args = map[string]any{}
		}
		f.Args[pairs[i].(string)] = pairs[i+1]
	}
	return f
}

// Said returns "forms/x.yaml:12: what is wrong (path)", with what is wrong in a
// person's words.
func (f Fault) Said(what string) string {
	if f.Path != "" {
		what += " (" + f.Path + ")"
	}
	switch {
	case f.File != "" && f.Line > 0:
		return fmt.Sprintf("%s:%d: %s", f.File, f.Line, what)
	case f.File != "":
		return f.File + ": " + what
	case f.Line > 0:
		return fmt.Sprintf("%d: %s", f.Line, what)
	}
	return what
}

// Error returns the place, the code and the arguments, for the log.
func (f Fault) Error() string {
	parts := []string{f.Code}
	for _, name := range slices.Sorted(maps.Keys(f.Args)) {
		parts = append(parts, fmt.Sprintf("%s=%q", name, fmt.Sprint(f.Args[name])))
	}
	return f.Said(strings.Join(parts, " "))
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

package expression

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Refused is why an expression does not compile: a code, of which the words are
// in the catalogue ("form.fault.CODE"), and their arguments.
type Refused struct {
	Code string
	Args map[string]any
}

// Error returns the code and the arguments, for the log.
func (r *Refused) Error() string {
	parts := []string{r.Code}
	for _, name := range slices.Sorted(maps.Keys(r.Args)) {
		parts = append(parts, fmt.Sprintf("%s=%q", name, fmt.Sprint(r.Args[name])))
	}
	return strings.Join(parts, " ")
}

func refused(code string, pairs ...any) error {
	r := &Refused{Code: code, Args: map[string]any{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		r.Args[pairs[i].(string)] = pairs[i+1]
	}
	return r
}

var (
	unknownName = regexp.MustCompile(`^unknown name (\S+)`)
	wrongType   = regexp.MustCompile(`^expected (\w+), but got (\S+)`)
)

// foreign gives what expr-lang says a code: its own words stay as the detail,
// as they name a place in the expression.
func foreign(err error) error {
	line := firstLine(err)
	if m := unknownName.FindStringSubmatch(line); m != nil {
		return refused("expression_name", "name", m[1])
	}
	if m := wrongType.FindStringSubmatch(line); m != nil {
		return refused("expression_type", "want", m[1], "got", m[2])
	}
	return refused("expression", "detail", line)
}

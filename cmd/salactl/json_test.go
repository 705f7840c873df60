package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// lookUp returns the value at a dotted path of a JSON document: 0.id is the
// first element's.
func lookUp(ts *testscript.TestScript, document, path string) string {
	var v any
	if err := json.Unmarshal([]byte(document), &v); err != nil {
		ts.Fatalf("not JSON: %v", err)
	}
	for _, name := range strings.Split(path, ".") {
		if list, ok := v.([]any); ok {
			i, err := strconv.Atoi(name)
			if err != nil || i >= len(list) {
				ts.Fatalf("no %q in the document: a list of %d", path, len(list))
			}
			v = list[i]
			continue
		}
		m, ok := v.(map[string]any)
		if !ok {
			ts.Fatalf("no %q in the document", path)
		}
		if v, ok = m[name]; !ok {
			ts.Fatalf("no %q in the document", path)
		}
	}
	return fmt.Sprint(v)
}

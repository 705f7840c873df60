package certificate

import (
	"slices"
	"strings"
)

// label returns what stands beside a field on the paper, "" where it stands in
// a sentence.
func (t *Template) label(field string) string {
	for _, b := range t.Blocks {
		for _, r := range b.Rows {
			if names(r.Value, field) {
				return strings.TrimSpace(r.Label)
			}
		}
		if b.Table == nil {
			continue
		}
		for _, c := range b.Table.Columns {
			if names(c.Value, field) || names(c.Value, strings.TrimPrefix(field, b.Table.Of+".")) {
				return strings.TrimSpace(c.Title)
			}
		}
	}
	return ""
}

// names reports whether a template's text names a field.
func names(text, field string) bool {
	spans, err := parse(text)
	return err == nil && slices.ContainsFunc(spans, func(s span) bool { return s.field == field })
}

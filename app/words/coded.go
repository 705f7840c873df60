package words

import "strings"

// Coded returns the words of a code that stands in the journal, those of the key
// prefix+code, with what a person added in words of her own ("CODE: words")
// left beside them; a code without words is returned as it is.
func (c *Catalogue) Coded(lang, prefix, said string) string {
	code, own, added := strings.Cut(said, ": ")
	if !c.Has(prefix + code) {
		return said
	}
	says := c.Text(lang, prefix+code, nil)
	if added {
		says += ": " + own
	}
	return says
}

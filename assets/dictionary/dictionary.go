// Package dictionary holds the Thai words by which lines are broken. Source and
// licence are beside the file.
package dictionary

import _ "embed"

//go:embed thai.txt
var thai string

// Thai returns the words, one a line, sorted by their UTF-8 bytes, so that they
// can be searched in place.
func Thai() string { return thai }

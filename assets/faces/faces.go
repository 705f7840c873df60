// Package faces holds the faces of the screen: Sala Sans, which is Sarabun for
// Thai and Latin with Sala Gothic for Korean behind it in one file, because a
// Fyne theme has one face per style. merge.py makes them; the licences are
// beside the files.
package faces

import _ "embed"

//go:embed SalaSans-Regular.ttf
var regular []byte

//go:embed SalaSans-Bold.ttf
var bold []byte

// Regular returns Sala Sans at weight 400. The bytes are shared: do not write.
func Regular() []byte { return regular }

// Bold returns Sala Sans at weight 700.
func Bold() []byte { return bold }

// Package icc holds the colour profile of the PDFs. Source and licence are
// beside the file.
package icc

import _ "embed"

//go:embed sRGB.icc
var sRGB []byte

// SRGB returns the sRGB profile, shared by all callers: read it, never write
// into it.
func SRGB() []byte { return sRGB }

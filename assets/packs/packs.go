// Package packs embeds the packs that the program is delivered with: Thailand's
// and Korea's.
package packs

import (
	"embed"
	"io/fs"
)

//go:embed th kr
var files embed.FS

// Countries returns the names of the packs: "th", "kr".
func Countries() []string { return []string{"th", "kr"} }

// Files returns the pack of a country as a file system for pack.Load. There is
// one for each of Countries.
func Files(country string) fs.FS {
	sub, err := fs.Sub(files, country)
	if err != nil {
		panic(err) // only a name that is no path
	}
	return sub
}

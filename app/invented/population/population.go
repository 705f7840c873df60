// Package population is the invented residents on whom figures are taken: how
// many they are, where a store with them is kept, and the pages of the feed by
// which they come into one. Only benchmarks use it.
package population

import (
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"sala/app/invented"
	"sala/forms/act"
	"sala/forms/register"
	"sala/sync/wire"
)

// Size is how many residents there are: SALA_POPULATION, or a number that takes
// seconds.
func Size(b testing.TB) int {
	b.Helper()
	s := os.Getenv("SALA_POPULATION")
	if s == "" {
		return 20_000
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// Folder is a folder for a store of the figures: one that is thrown away, or, so
// that a million residents are loaded once, one under SALA_STORES.
func Folder(b testing.TB, name string) string {
	b.Helper()
	under := os.Getenv("SALA_STORES")
	if under == "" {
		return b.TempDir()
	}
	dir := filepath.Join(under, name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		b.Fatal(err)
	}
	return dir
}

// Homes returns the households of about n residents, nine in ten of them in
// Thailand and the others in Korea, the same at each call.
func Homes(n int) iter.Seq[invented.Home] {
	return func(yield func(invented.Home) bool) {
		for h := range invented.People(1, n*9/10) {
			if !yield(h) {
				return
			}
		}
		for h := range invented.KoreanPeople(1, n/10) {
			if !yield(h) {
				return
			}
		}
	}
}

// Records returns the records of homes, the household's before its residents', each
// with its position in the feed, from 1 on.
func Records(homes iter.Seq[invented.Home]) iter.Seq2[uint64, register.Record] {
	return func(yield func(uint64, register.Record) bool) {
		position := uint64(0)
		for h := range homes {
			position++
			if !yield(position, h.Household.Record()) {
				return
			}
			for _, r := range h.Residents {
				position++
				if !yield(position, r.Record()) {
					return
				}
			}
		}
	}
}

// page is how many records come at a time.
const page = 5000

// Send hands records to apply as a new station of an office gets them, page by
// page; it leaves out those that have come already, up to the position after.
func Send(records iter.Seq2[uint64, register.Record], office string, after uint64, apply func(wire.Page) error) error {
	p := wire.Page{Cursor: after}
	for position, rec := range records {
		if position <= after {
			continue
		}
		rec.Version = 1
		body, err := act.Encode(rec)
		if err != nil {
			return fmt.Errorf("encode %s/%s: %w", rec.Register, rec.ID, err)
		}
		p.Cursor = position
		p.Changes = append(p.Changes, wire.Change{Position: position, Office: office, What: "record", ID: rec.Register + "/" + rec.ID, Version: 1, Body: body})
		if len(p.Changes) >= page {
			if err := apply(p); err != nil {
				return err
			}
			p.Changes = p.Changes[:0]
		}
	}
	if len(p.Changes) == 0 {
		return nil
	}
	return apply(p)
}

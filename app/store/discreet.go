package store

import "context"

// setApart puts the journal's hashes beside the journal, where they are not yet: with
// them where it ends is read without the page on which its last entries say whom they
// are about. Each save then writes a page more.
func (s *Store) setApart(ctx context.Context) error {
	var there bool
	err := s.read(ctx, func(v *view) (err error) {
		there, err = v.c.one([]any{new(int)}, "SELECT 1 FROM sqlite_schema WHERE name = 'journal_chain'")
		return err
	})
	if err != nil || there {
		return err
	}
	return s.write(ctx, "set the journal's hashes apart", func(c *conn) error {
		return c.script("CREATE UNIQUE INDEX IF NOT EXISTS journal_chain ON journal (seq, hash, time)")
	})
}

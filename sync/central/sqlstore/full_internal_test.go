package sqlstore

import (
	"testing"
)

// A database that may not grow is a full disk; a statement that makes no sense is
// none.
func TestAFullDiskIsTold(t *testing.T) {
	s, err := OpenSQLite(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.write.ExecContext(t.Context(), "pragma max_page_count=1"); err != nil {
		t.Fatal(err)
	}
	if _, err = s.write.ExecContext(t.Context(), "create table more as select randomblob(100000) b"); !IsFull(err) {
		t.Errorf("a full disk gives %v", err)
	}
	if _, err = s.write.ExecContext(t.Context(), "make tea"); err == nil || IsFull(err) {
		t.Errorf("nonsense gives %v", err)
	}
}

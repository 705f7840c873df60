package demonstration

import (
	"context"
	"path/filepath"
	"testing"

	"sala/app/station"
)

// opened is a prepared scene with its station open; both end with the test.
func opened(ctx context.Context, t *testing.T, people int) (*Scene, *station.Station) {
	t.Helper()
	s, err := Prepare(ctx, Options{Dir: filepath.Join(t.TempDir(), "demo"), People: people, Tell: telling(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	st, err := station.Open(ctx, station.Options{Dir: s.Station})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return s, st
}

// telling writes what is told into the test's log.
func telling(t *testing.T) func(string, ...any) {
	return func(key string, args ...any) { t.Log(append([]any{key}, args...)...) }
}

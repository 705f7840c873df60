package store_test

import (
	"context"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/store"
	"sala/forms/act"
	"sala/sync/wire"
)

// What papers are "as of" is when central last said that the station has all, also
// where nothing was new for days; and each of these words is no write of its own.
func TestNothingNewIsWordFromCentral(t *testing.T) {
	at, ctx := noon(), context.Background()
	s, err := store.Create(ctx, t.TempDir(), store.Options{
		Station: testStation, Office: testOffice, Officer: act.Officer{ID: "malee", Roles: []string{"clerk"}},
		Password: testPassword, Environment: store.Environment{Now: func() time.Time { return at }, Cost: cheap},
	})
	must(t, err)
	defer s.Close()
	must(t, s.ApplyPage(ctx, changes(t, 100, resident(1).Record())))
	has, err := s.Cursor(ctx)
	must(t, err)
	for _, tt := range []struct {
		name  string
		after time.Duration
		page  wire.Page
		want  time.Duration // after noon
	}{
		{"a moment later nothing is new", time.Second, wire.Page{Cursor: has}, 0},
		{"eight days later nothing is new", 8 * 24 * time.Hour, wire.Page{Cursor: has}, 8 * 24 * time.Hour},
		{"a moment after that", 8*24*time.Hour + time.Second, wire.Page{Cursor: has}, 8 * 24 * time.Hour},
		{"nothing of its part is new", 8*24*time.Hour + 2*time.Second, wire.Page{Cursor: has + 1}, 8*24*time.Hour + 2*time.Second},
	} {
		at = noon().Add(tt.after)
		must(t, s.ApplyPage(ctx, tt.page))
		read(t, s, func(r office.Reader) error {
			j, err := r.Journal()
			if want := noon().Add(tt.want); !j.LastSync.Equal(want) {
				t.Errorf("%s: the register is as of %v, want %v", tt.name, j.LastSync, want)
			}
			return err
		})
	}
	if n, err := s.Cursor(ctx); n != has+1 || err != nil {
		t.Errorf("the cursor stands at %d, %v", n, err)
	}
}

package store_test

import (
	"context"
	"testing"

	"sala/app/office"
)

// What officers chose of how a front end looks outlives the program, each her own,
// and it is known who was the last there.
func TestAppearancesAreKept(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	s := create(t, dir)
	dark := office.Appearance{Language: "ko", Scheme: "dark", Scale: 1.25}
	large := office.Appearance{Scale: 2}
	for _, x := range []struct {
		front, officer string
		a              office.Appearance
	}{{"desk", "clerk", office.Appearance{Language: "en"}}, {"desk", "clerk", dark}, {"desk", "head", large}, {"field", "clerk", office.Appearance{Scheme: "contrast"}}} {
		if err := s.KeepAppearance(ctx, x.front, x.officer, x.a); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	s = open(t, dir)
	for _, x := range []struct {
		front, officer string
		want           office.Appearance
	}{{"desk", "clerk", dark}, {"desk", "head", large}, {"desk", "", large}, {"desk", "clerk2", office.Appearance{}}, {"field", "clerk", office.Appearance{Scheme: "contrast"}}, {"kiosk", "", office.Appearance{}}} {
		if got, err := s.Appearance(ctx, x.front, x.officer); err != nil || got != x.want {
			t.Errorf("%s of %q: %+v, %v\nwant %+v", x.front, x.officer, got, err, x.want)
		}
	}
}

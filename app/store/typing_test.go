package store_test

import (
	"context"
	"reflect"
	"testing"

	"sala/app/office"
)

// What is typed outlives the program, and is forgotten when the form is left.
func TestTypingIsKept(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	s := create(t, dir)
	want := office.Typing{Petition: "p1", Officer: "clerk", Version: 3, Path: "members[1].name", At: 1795312800000,
		Set: map[string]any{"name": "นางสมหญิง", "copies": int64(2), "members": []any{map[string]any{"name": "김"}}}, Clear: []string{"note"}}
	for _, x := range []office.Typing{{Petition: "p1"}, want, {Petition: "p2"}} {
		if err := s.KeepTyping(ctx, x); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.DropTyping(ctx, "p2"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	got, err := open(t, dir).Typings(ctx)
	if err != nil || !reflect.DeepEqual(got, []office.Typing{want}) {
		t.Errorf("%+v, %v\nwant %+v", got, err, want)
	}
}

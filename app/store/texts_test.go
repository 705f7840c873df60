package store_test

import (
	"bytes"
	"context"
	"reflect"
	"testing"

	"sala/app/office"
)

// What an officer types beside a form outlives the program, is hers alone, and
// is forgotten when it is done with.
func TestTextsAreKept(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	s := create(t, dir)
	text := func(officer, place, words string) office.Text {
		return office.Text{Officer: officer, Place: place, Words: words, At: 1795312800000}
	}
	keep := func(officer string, gone []string, kept ...office.Text) {
		t.Helper()
		if err := s.KeepTexts(ctx, officer, kept, gone); err != nil {
			t.Fatal(err)
		}
	}
	keep("clerk", nil, text("clerk", "cash/day/counted", "12"), text("clerk", "petitions/p1/note", "ab"))
	keep("clerk", nil, text("clerk", "cash/day/counted", "1250.50"))
	keep("clerk2", nil, text("clerk2", "petitions/p1/note", "김씨에게"))
	keep("clerk", []string{"petitions/p1/note"}, text("clerk", "people/why/r1/note", "นำมาแก้ชื่อ"))
	s.Close()
	s = open(t, dir)
	for officer, want := range map[string][]office.Text{
		"clerk":  {text("clerk", "cash/day/counted", "1250.50"), text("clerk", "people/why/r1/note", "นำมาแก้ชื่อ")},
		"clerk2": {text("clerk2", "petitions/p1/note", "김씨에게")},
		"cler":   nil,
	} {
		if got, err := s.Texts(ctx, officer); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v\nwant %+v", officer, got, err, want)
		}
	}
	if entries, err := s.Typings(ctx); err != nil || len(entries) != 0 {
		t.Errorf("a text is taken for an open form: %+v, %v", entries, err)
	}
}

// What was typed and never acted on may tell of a citizen: it goes with the rest
// when a laptop is brought back, from the pages of the file too.
func TestWhatWasTypedIsForgotten(t *testing.T) {
	ctx := context.Background()
	s := create(t, t.TempDir())
	const secret = "a reason that nobody may read"
	if err := s.KeepTexts(ctx, "clerk", []office.Text{{Officer: "clerk", Place: "petitions/p1/note", Words: secret}}, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.KeepTyping(ctx, office.Typing{Petition: "p1", Officer: "clerk", Set: map[string]any{"why": secret}}); err != nil {
		t.Fatal(err)
	}
	acknowledge(t, s, nil)
	if err := s.Forget(ctx, "out1"); err != nil {
		t.Fatal(err)
	}
	texts, err := s.Texts(ctx, "clerk")
	forms, err2 := s.Typings(ctx)
	if err != nil || err2 != nil || len(texts)+len(forms) > 0 {
		t.Errorf("left over: %+v, %+v, %v, %v", texts, forms, err, err2)
	}
	err = s.Pages(ctx, func(n int, page []byte) error {
		if bytes.Contains(page, []byte(secret)) {
			t.Errorf("it stands in page %d", n)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

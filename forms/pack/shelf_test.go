package pack_test

import (
	"testing"
	"testing/fstest"

	"sala/forms/pack"
)

func version(t *testing.T, v string, forms ...string) *pack.Pack {
	t.Helper()
	files := fstest.MapFS{"pack.yaml": {Data: []byte("id: x\nversion: " + v + "\ncountry: TH\ncurrency: THB\nlanguages: [th]\ntitle: {th: x}\n")}}
	for _, id := range forms {
		files["forms/"+id+".yaml"] = &fstest.MapFile{Data: []byte("id: " + id + "\nversion: " + v + "\ncountry: TH\ntitle: {th: x}\nsections: [{id: s, title: {th: s}, questions: [{id: q, kind: text, label: {th: q}}]}]\n")}
	}
	p, err := pack.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// What is under way keeps the version that it began with.
func TestShelf(t *testing.T) {
	s := pack.NewShelf(version(t, "1.10.0", "a", "new"), version(t, "1.2.0", "a", "old"), version(t, "1.9.0", "a"))
	for _, c := range []struct {
		id, version, want string
		pinned, ok        bool
	}{
		{"a", "1.2.0", "1.2.0", true, true},
		{"a", "1.9.0", "1.9.0", true, true},
		{"a", "1.10.0", "1.10.0", true, true},
		{"a", "1.0.0", "1.10.0", false, true},
		{"old", "1.2.0", "1.2.0", true, true},
		{"old", "1.0.0", "", false, false},
	} {
		f, pinned, ok := s.Began(c.id, c.version)
		if pinned != c.pinned || ok != c.ok || ok && f.Version != c.want {
			t.Errorf("%s %s: %v, pinned %v, %v", c.id, c.version, f, pinned, ok)
		}
	}
	if f, ok := s.Form("a"); !ok || f.Version != "1.10.0" {
		t.Errorf("a new petition begins with %v", f)
	}
	if _, ok := s.Form("old"); ok {
		t.Error("a new petition can begin with a form that is gone")
	}
	if got := s.Needed([]string{"x@1.2.0"}); len(got) != 2 || got[1].Version != "1.2.0" {
		t.Errorf("%d packs are needed", len(got))
	}
}

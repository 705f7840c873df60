package station_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/station"
)

// A folder is listed as a person looks for a photo in it, and read without being
// changed.
func TestFilesAreListedAndRead(t *testing.T) {
	place := t.TempDir()
	write := func(name, body string, age time.Duration) {
		t.Helper()
		path := filepath.Join(place, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		at := time.Now().Add(-age)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	write("old.jpg", "1", 3*time.Hour)
	write("new.jpg", "22", time.Minute)
	write(".hidden", "x", 0)
	write("camera/a.jpg", "333", 0)
	f, ctx := station.Files{Places: []string{place, filepath.Join(place, "not there")}}, context.Background()

	top, err := f.List(ctx, "")
	if err != nil || len(top.Entries) != 1 || top.Entries[0].Path != place {
		t.Fatalf("the places are %+v, %v", top, err)
	}
	in, err := f.List(ctx, place)
	var names []string
	for _, e := range in.Entries {
		names = append(names, e.Name)
	}
	if want := []string{"..", "camera", "new.jpg", "old.jpg"}; err != nil || !slices.Equal(names, want) {
		t.Errorf("the folder has %v, %v; want %v", names, err, want)
	}
	if in.Entries[0].Path != "" {
		t.Errorf("above a place is %q", in.Entries[0].Path)
	}
	if sub, err := f.List(ctx, filepath.Join(place, "camera")); err != nil || sub.Entries[0].Path != place {
		t.Errorf("above a folder is %+v, %v", sub, err)
	}
	if got, err := f.Read(ctx, filepath.Join(place, "new.jpg")); err != nil || string(got.Body) != "22" || got.Name != "new.jpg" || got.MIME != "image/jpeg" {
		t.Errorf("the file is %+v, %v", got, err)
	}
	if _, err := f.Read(ctx, filepath.Join(place, "gone.jpg")); office.CodeOf(err) != "file_gone" {
		t.Errorf("a file that is gone: %v", err)
	}
	if _, err := f.List(ctx, filepath.Join(place, "new.jpg")); office.CodeOf(err) != "file_unreadable" {
		t.Errorf("a file for a folder: %v", err)
	}
}

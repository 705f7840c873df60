package paper_test

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"sala/app/paper"
	"sala/forms/seal"
)

// The seal is read off the page as a scanner sees it, by us as by others.
func TestSealIsReadOffThePage(t *testing.T) {
	h := demonstration(t)
	b, text := make1(t, h, thaiHouse())
	file := write(t, "house.pdf", b)
	dir := t.TempDir()
	for _, dpi := range []string{"150", "200", "300"} {
		run(t, "pdftoppm", "-r", dpi, "-gray", "-png", "-singlefile", file, filepath.Join(dir, dpi))
		f, err := os.Open(filepath.Join(dir, dpi+".png"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := paper.ReadPicture(f)
		f.Close()
		if err != nil || got != text {
			t.Errorf("at %s dpi: %q, %v", dpi, got, err)
			continue
		}
		trust, _ := h.trust(t)
		if s, err := seal.Verify(got, trust); err != nil || s.Number != thaiHouse().Number {
			t.Errorf("at %s dpi: %+v, %v", dpi, s, err)
		}
	}
}

func TestPicturesWithoutACode(t *testing.T) {
	var blank bytes.Buffer
	if err := png.Encode(&blank, image.NewGray(image.Rect(0, 0, 300, 300))); err != nil {
		t.Fatal(err)
	}
	if _, err := paper.ReadPicture(bytes.NewReader(blank.Bytes())); !errors.Is(err, paper.ErrNoCode) {
		t.Errorf("a blank: %v", err)
	}
	if _, err := paper.ReadPicture(bytes.NewReader([]byte("hello"))); err == nil {
		t.Error("text was read as a picture")
	}
	if _, err := paper.ReadPicture(bytes.NewReader(blank.Bytes()[:60])); err == nil {
		t.Error("half a picture was read")
	}
}

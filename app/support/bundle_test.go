package support_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sala/app/support"
)

var at = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func words() support.Vocabulary {
	return support.NewVocabulary("open store: no space left; the printer is out of paper", "read the card")
}

// unpack returns the files of a bundle.
func unpack(t testing.TB, b *support.Bundle) map[string]string {
	t.Helper()
	var buf bytes.Buffer
	if err := b.Write(&buf); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(buf.Bytes()), int64(buf.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(text)
	}
	return files
}

func TestRedact(t *testing.T) {
	for _, test := range []struct{ name, line, want string }{
		{"words of the program", "open store: no space left", "open store: no space left"},
		{"a Thai name", "open store: นางสาวอัญนันท์ วังคำสมบูรณ์", "open store: ▒ ▒"},
		{"a Korean name", "read 김하늘: no card", "read ▒: no card"},
		{"a Latin name", "read the card of Annan", "read the card of ▒"},
		{"a national number", "read 3501400475147", "read ▒"},
		{"one with its signs", "read 3-5014-00475-14-7", "read ▒"},
		{"a Korean number", "read 900101-1234567", "read ▒"},
		{"one with spaces", "read 3 5014 00475 14 7", "read ▒"},
		{"in Thai digits", "read ๓๕๐๑๔๐๐๔๗๕๑๔๗", "read ▒"},
		{"a short number", "the printer is out of paper: 12", "the printer is out of paper: 12"},
		{"a path", "open /home/annan/store", "open /▒/▒/store"},
		{"hidden between letters", "read\u200bAnnan", "▒"},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := support.NewVocabulary("open store: no space left; the printer is out of paper", "read the card of")
			if got := v.Redact(test.line); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestFacts(t *testing.T) {
	b := support.New(at, words())
	for _, test := range []struct {
		value any
		kept  bool
	}{
		{12, true}, {uint64(1) << 40, true}, {true, true}, {1.5, true}, {at, true}, {time.Second, true},
		{"", true}, {"TH-5014-D01", true}, {"reader.no_card", true}, {"v1.2.3+dirty", true}, {strings.Repeat("0a", 32), true},
		{"นางสาวอัญนันท์", false}, {"김하늘", false}, {"Annan Wangkhamsombun", false}, {"3501400475147", false}, {"3-5014-00475-14-7", false},
		{"TH-5014-3501400475147", false}, {[]byte("x"), false}, {map[string]string{}, false}, {nil, false}, {strings.Repeat("x", 81), false},
	} {
		if err := b.Fact("area", "name", test.value); (err == nil) != test.kept {
			t.Errorf("%v: %v", test.value, err)
		} else if err != nil && strings.Contains(err.Error(), "Annan") {
			t.Errorf("the error repeats what it keeps out: %v", err)
		}
	}
}

func TestWhatTheBundleHolds(t *testing.T) {
	b := support.New(at, words())
	if err := b.Fact("journal", "entries", 20); err != nil {
		t.Fatal(err)
	}
	b.Log("station", slices.Values([]string{"gone", "open store", "no space left on Annan"}), 2)
	files := unpack(t, b)
	if got := files["log/station.txt"]; got != "open store\nno space left ▒ ▒\n" {
		t.Errorf("the log is %q", got)
	}
	var facts struct {
		Made  time.Time
		Facts map[string]map[string]any
	}
	if err := json.Unmarshal([]byte(files["facts.json"]), &facts); err != nil {
		t.Fatal(err)
	}
	if facts.Facts["journal"]["entries"] != 20.0 || !facts.Made.Equal(at) {
		t.Errorf("the facts are %+v", facts)
	}
	if !strings.Contains(files["README.txt"], "Read it before you send it") {
		t.Errorf("the explanation is %q", files["README.txt"])
	}
}

// Whatever is planted in a log, no run of letters outside the vocabulary and
// no long number is found in the bundle.
func TestNothingPlantedIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[ก-ฮ][ก-ฮะ-ู]{2,8}|[가-힣]{2,4}|[A-Z][a-z]{7,12}q|é[a-z]{4,9}q`).Draw(t, "name")
		id := rapid.StringMatching(`[1-8]-?[0-9]{4}-?[0-9]{5}-?[0-9]{2}-?[0-9]|[0-9]{6}-[1-4][0-9]{6}`).Draw(t, "number")
		before := rapid.SampledFrom([]string{"open store: ", "read", "(", "no space/", "x=", "\u00a0"}).Draw(t, "before")
		between := rapid.SampledFrom([]string{" ", ",", "-", "\t", "", "=", "\u200b"}).Draw(t, "between")
		got := words().Redact(before + name + between + id + " left")
		if strings.Contains(got, name) || strings.Contains(got, id) || strings.Contains(strings.ReplaceAll(got, "-", ""), strings.ReplaceAll(id, "-", "")) {
			t.Errorf("%q is left in %q", name+" "+id, got)
		}
	})
}

func FuzzRedact(f *testing.F) {
	f.Add("open store: นาย 3-5014-00475-14-7")
	f.Add("\xff\xfe a 1 2 3 4")
	f.Fuzz(func(t *testing.T, line string) {
		v := words()
		once := v.Redact(line)
		if v.Redact(once) != once {
			t.Errorf("redacting %q again changes it", once)
		}
	})
}

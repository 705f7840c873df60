package search_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"sala/app/store/search"
	"sala/forms/register"
)

// TestSpellingsSoundAlike: each line is one name in its spellings.
func TestSpellingsSoundAlike(t *testing.T) {
	for _, line := range []string{
		"สมชาย Somchai Somchay",
		"สมหญิง Somying",
		"กิตติพงศ์ กิตติพงษ์ Kittiphong Kittipong",
		"ณัฐพล นัทพล ณัฐพร Natthaphon Nattapol Nattaphol",
		"วรรณา Wanna Vanna",
		"ศรีสุวรรณ Srisuwan Sisuwan",
		"ใจดี Chaidi Jaidee",
		"ธนพล Thanaphon Tanapol",
		"กาญจนา Kanchana Ganjana",
		"วิชัย Wichai Vichai",
		"ภูมิพล Phumiphon Bhumibol",
		"พิทักษ์ Phithak Pitak",
		"หญิงแก้ว Yingkaeo",
		"김 Kim Gim",
		"박 Park Pak Bak",
		"이 Lee Yi Rhee",
		"민수 Minsu Min-su",
		"정희 Jeonghui Chunghee Jung-hee",
		"권 Kwon Gwon",
		"윤 Yoon Yun",
		"황 Hwang",
		"백 Baek Paik",
		"임 Lim Im Rim",
	} {
		names := strings.Fields(line)
		want := search.Sound(names[0])
		if want == "" {
			t.Errorf("%s has no sound", names[0])
		}
		for _, n := range names[1:] {
			if got := search.Sound(strings.ReplaceAll(n, "-", "")); got != want {
				t.Errorf("%s sounds %s, %s sounds %s", names[0], plain(want), n, plain(got))
			}
		}
	}
}

func plain(sound string) string {
	return strings.Map(func(r rune) rune { return r - 0xE000 }, sound)
}

func TestDifferentNamesSoundDifferent(t *testing.T) {
	for _, pair := range [][2]string{{"สมชาย", "กิตติ"}, {"Kim", "Park"}, {"민수", "지훈"}, {"Wanna", "Somying"}} {
		if search.Sound(pair[0]) == search.Sound(pair[1]) {
			t.Errorf("%s and %s sound alike", pair[0], pair[1])
		}
	}
}

func TestLetters(t *testing.T) {
	for in, want := range map[string]string{
		"김민수":                  "ㄱㅣㅁㅁㅣㄴㅅㅜ",
		norm.NFD.String("김민수"): "ㄱㅣㅁㅁㅣㄴㅅㅜ",
		"값":                    "ㄱㅏㅄ",
		"กิตติ":                "กิตติ",
		"O'Neil 12/4":          "o neil 12/4",
		"๑๒/๓ ฿ ๏":             "12/3    ",
		"ㄱㅁㅅ":                  "ㄱㅁㅅ",
	} {
		if got := search.Letters(in); got != want {
			t.Errorf("Letters(%q) = %q, want %q", in, got, want)
		}
	}
	if got := search.Initials("김민수"); got != "ㄱㅁㅅ" {
		t.Errorf("initials %q", got)
	}
}

// TestAnyPartIsFound: every part of two letters and more of a name has its
// pieces in the index of the name's words, and every part of a number its own.
func TestAnyPartIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := rapid.StringMatching(`[ก-ฮ]{3,8}`).Draw(t, "first")
		last := rapid.StringMatching(`[가-힣]{2,3}`).Draw(t, "last")
		rec := register.Resident{ID: "x", NationalNumber: rapid.StringMatching(`[0-9]{13}`).Draw(t, "number"),
			Names: map[string]register.Name{"th": {First: first, Last: "ก"}, "ko": {First: last, Last: "김"}}}.Record()
		text := search.Record(rec)
		for _, whole := range []string{first, "김" + last, rec.Fields.Text("number")} {
			runes := []rune(whole)
			from := rapid.IntRange(0, len(runes)-1).Draw(t, "from")
			to := rapid.IntRange(from+1, len(runes)).Draw(t, "to")
			part := string(runes[from:to])
			typed := search.Parse(part).Words[0]
			if !search.Holds(text, search.Part, []string{typed}) {
				t.Fatalf("%q is not in %q", part, text)
			}
			pieces, index := search.Pieces(typed), []string{}
			for w := range search.Words(text) {
				if strings.Contains(w, typed) {
					index = strings.Fields(search.AllPieces(w))
				}
			}
			if search.Number(typed) {
				var oneOf bool
				index = strings.Fields(search.Terms(text))
				if pieces, oneOf = search.NumberPieces(typed); oneOf {
					if !slices.ContainsFunc(pieces, func(p string) bool { return slices.Contains(index, p) }) {
						t.Fatalf("the index would not find %q: none of %q in %q", part, pieces, index)
					}
					pieces = nil
				}
			} else if len(index) == 0 && pieces != nil && whole != rec.Fields.Text("number") {
				t.Fatalf("%q is in no word of the vocabulary", part)
			}
			for _, p := range pieces {
				if len(index) > 0 && !slices.Contains(index, p) {
					t.Fatalf("the index would not find %q: no %q in %q", part, p, index)
				}
			}
		}
	})
}

func TestSyllables(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[가-힣]{1,4}`).Draw(t, "name")
		if got := search.Syllables(search.Letters(s)); got != s {
			t.Fatalf("%q comes back as %q", s, got)
		}
	})
	for s, want := range map[string]string{"ㄱㅁㅅ": "ㄱㅁㅅ", "ㄱㅣㅁㅁ": "김ㅁ", "somchai": "somchai", "ㅏㄱ": "ㅏㄱ"} {
		if got := search.Syllables(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// TestTheNearestSpellingComesFirst: each line is what is typed and words from
// the nearest to the farthest.
func TestTheNearestSpellingComesFirst(t *testing.T) {
	for _, line := range []string{
		"กิตติพงษ์ กิตติพงศ์ กิตติพงค์ กฤตพงศ์",
		"somchay somchai somchaiya sumachaya",
		"somchai สมชาย สุมชัย",
		"minsu 민수 문서",
		"jeonghui 정희 중하",
	} {
		words := strings.Fields(line)
		for i, w := range words[2:] {
			near, far := search.Distance(search.Letters(words[0]), search.Letters(words[i+1])), search.Distance(search.Letters(words[0]), search.Letters(w))
			if near > far {
				t.Errorf("%s: %s is %d away, %s is %d", words[0], words[i+1], near, w, far)
			}
		}
	}
}

func TestMinsuIsMeantBeforeMinsuk(t *testing.T) {
	for _, test := range []struct {
		part, word string
		want       bool
	}{{"민수", "민수", true}, {"민수", "민수아", true}, {"민수", "민숙", false}, {"김미", "김민수", false}, {"김ㅁ", "김민수", false}, {"som", "somchai", true}, {"สม", "สมชาย", true}} {
		if got := search.EndsSyllable(search.Letters(test.word), search.Letters(test.part)); got != test.want {
			t.Errorf("%s in %s: %v", test.part, test.word, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"김민수", `"a" OR b*`, "ก\u0e31", "1-2345-67890-12-3", "\x00\xff", "ᄀ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q := search.Parse(s)
		for _, w := range q.Words {
			number, _ := search.NumberPieces(w)
			for _, p := range append(append(search.Pieces(w), number...), w) {
				if strings.ContainsAny(p, "\" *()\x00") {
					t.Errorf("%q asks the index for %q", s, p)
				}
			}
			search.SoundOf(w)
		}
	})
}

func BenchmarkRecord(b *testing.B) {
	rec := register.Resident{ID: "x", NationalNumber: "3501400123456", Names: map[string]register.Name{
		"th": {Prefix: "นาย", First: "กิตติพงศ์", Last: "ศรีสุวรรณ"}, "en": {First: "Kittiphong", Last: "Srisuwan"}}}.Record()
	b.ReportAllocs()
	for b.Loop() {
		search.Record(rec)
	}
}

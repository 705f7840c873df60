package words_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"sala/app/words"
	files "sala/assets/words"
)

func load(t testing.TB, files map[string]string) (*words.Catalogue, error) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return words.LoadFS(fsys)
}

func mustLoad(t testing.TB, text string) *words.Catalogue {
	t.Helper()
	c, err := load(t, map[string]string{"x.yaml": text})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The program's own catalogue is complete: Load refuses anything else.
func TestTheProgramsWordsAreComplete(t *testing.T) {
	c, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{"not_found", "bad_state", "content_changed", "same_officer", "fee_unpaid", "form_refused",
		"no_numbers", "wrong_password", "no_card", "card_pulled", "card_mute", "card_unknown", "reader_gone", "printer_paper_out",
		"printer_cover", "printer_offline", "printer_unknown", "pdf_damaged", "seal_changed",
		"seal_unknown_issuer", "seal_revoked", "seal_expired", "not_a_seal", "internal"} {
		for _, key := range []string{"office.error." + code, "office.hint." + code} {
			if !c.Has(key) {
				t.Errorf("there are no words for %s", key)
			}
		}
	}
	for _, key := range append(c.Keys("office.error."), c.Keys("device.error.")...) {
		if hint := strings.Replace(key, ".error.", ".hint.", 1); !c.Has(hint) {
			t.Errorf("%s says what happened, but there is no %s to say what to do", key, hint)
		}
	}
}

// A particle follows the sound of what it stands after: whoever writes a phrase
// leaves the choice to the catalogue, and neither guesses nor shows both.
func TestKoreanParticlesFollowTheirWord(t *testing.T) {
	both := regexp.MustCompile(`을\(를\)|를\(을\)|이\(가\)|가\(이\)|은\(는\)|는\(은\)|과\(와\)|와\(과\)|\(으\)로|\(이\)라`)
	guessed := regexp.MustCompile(`\{\w+\}\\?["”’]?(을|를|이|가|은|는|과|와|으로|로)([ .,!?"]|$)`)
	names, err := fs.Glob(files.Files, "*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		b, err := fs.ReadFile(files.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(b), "\n") {
			if found := both.FindString(line) + guessed.FindString(line); found != "" {
				t.Errorf("%s:%d: %q does not follow what stands before it: write {name}{name|을|를}", name, i+1, found)
			}
		}
	}
}

// Each language is written in its own script.
func TestEachLanguageIsInItsScript(t *testing.T) {
	c, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	has := func(s string, low, high rune) bool {
		return strings.ContainsFunc(s, func(r rune) bool { return r >= low && r <= high })
	}
	for _, key := range c.Keys("") {
		thai, korean, english := c.Text(words.Thai, key, nil), c.Text(words.Korean, key, nil), c.Text(words.English, key, nil)
		if has(thai, '가', '힣') || has(english, '가', '힣') && !strings.Contains(key, "language") {
			t.Errorf("%s has Hangul in Thai or English: %q, %q", key, thai, english)
		}
		if has(korean, 'ก', '๛') && !strings.Contains(key, "language") {
			t.Errorf("%s has Thai letters in Korean: %q", key, korean)
		}
		for lang, text := range map[string]string{"th": thai, "ko": korean, "en": english} {
			if text != strings.TrimSpace(text) {
				t.Errorf("%s in %s begins or ends with a space: %q", key, lang, text)
			}
		}
	}
}

func TestText(t *testing.T) {
	c := mustLoad(t, `
wait: {th: "รอส่ง {count} เรื่อง", ko: "{count}건 대기 중", en: "{count} {count|petition|petitions} waiting"}
saved: {th: "บันทึก{name}แล้ว", ko: "{name}{name|을|를} 저장했습니다", en: "{name} was saved"}
sent: {th: "ส่งถึง{name}", ko: "{name}{name|으로|로} 보냈습니다", en: "Sent to {name}"}
long:
  th: |
    บรรทัดหนึ่ง
    บรรทัดสอง
  ko: "한 줄"
  en: "one line"
`)
	for _, test := range []struct {
		name, lang, key string
		args            map[string]any
		want            string
	}{
		{"english one", "en", "wait", map[string]any{"count": 1}, "1 petition waiting"},
		{"english none", "en", "wait", map[string]any{"count": 0}, "0 petitions waiting"},
		{"english many", "en", "wait", map[string]any{"count": 12345}, "12,345 petitions waiting"},
		{"a number that ends in one is many", "en", "wait", map[string]any{"count": 21}, "21 petitions waiting"},
		{"negative", "en", "wait", map[string]any{"count": int64(-1234567)}, "-1,234,567 petitions waiting"},
		{"a year as text is not grouped", "th", "wait", map[string]any{"count": "2569"}, "รอส่ง 2569 เรื่อง"},
		{"thai", "th", "wait", map[string]any{"count": 3}, "รอส่ง 3 เรื่อง"},
		{"korean after a closed syllable", "ko", "saved", map[string]any{"name": "신청"}, "신청을 저장했습니다"},
		{"korean after an open syllable", "ko", "saved", map[string]any{"name": "접수"}, "접수를 저장했습니다"},
		{"korean after a digit read open", "ko", "saved", map[string]any{"name": "CM-12"}, "CM-12를 저장했습니다"},
		{"korean after a digit read closed", "ko", "saved", map[string]any{"name": "CM-13"}, "CM-13을 저장했습니다"},
		{"korean rieul is open for euro", "ko", "sent", map[string]any{"name": "서울"}, "서울로 보냈습니다"},
		{"korean closed for euro", "ko", "sent", map[string]any{"name": "부산"}, "부산으로 보냈습니다"},
		{"korean behind a bracket", "ko", "saved", map[string]any{"name": "김(신)"}, "김(신)을 저장했습니다"},
		{"locale with region", "ko_KR.UTF-8", "saved", map[string]any{"name": "표"}, "표를 저장했습니다"},
		{"unknown language", "fr", "saved", map[string]any{"name": "It"}, "It was saved"},
		{"missing argument shows", "en", "saved", nil, "{name} was saved"},
		{"missing key shows", "ko", "no.such", nil, "⟦no.such⟧"},
		{"block text", "th", "long", nil, "บรรทัดหนึ่ง\nบรรทัดสอง"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := c.Text(test.lang, test.key, test.args); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestLoadRefuses(t *testing.T) {
	const good = `{th: "ก {n}", ko: "가 {n}", en: "a {n}"}`
	for _, test := range []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"a missing language", map[string]string{"a.yaml": "\nk: {th: \"ก\", en: \"a\"}"}, []string{"a.yaml:2: k is missing in ko"}},
		{"two missing languages", map[string]string{"a.yaml": "k: {en: \"a\"}"}, []string{"a.yaml:1: k is missing in th, ko"}},
		{"an empty phrase", map[string]string{"a.yaml": `k: {th: "", ko: "가", en: "a"}`}, []string{"k has no words in th"}},
		{"an unknown language", map[string]string{"a.yaml": `k: {th: "ก", ko: "가", en: "a", fr: "à"}`}, []string{`"fr"`}},
		{"a key twice in one file", map[string]string{"a.yaml": "k: " + good + "\nk: " + good}, []string{"a.yaml:2: k is already defined at a.yaml:1"}},
		{"a key in two files", map[string]string{"a.yaml": "k: " + good, "b.yaml": "# of b\nk: " + good}, []string{"b.yaml:2: k is already defined at a.yaml:1"}},
		{"a language twice", map[string]string{"a.yaml": `k: {th: "ก", th: "ข", ko: "가", en: "a"}`}, []string{"two phrases in th"}},
		{"other placeholders", map[string]string{"a.yaml": `k: {th: "ก {n}", ko: "가 {m}", en: "a {n}"}`}, []string{"k has the placeholders [m] in ko but [n] in en"}},
		{"an open brace", map[string]string{"a.yaml": `k: {th: "ก {n", ko: "가", en: "a"}`}, []string{"opening brace"}},
		{"a closing brace", map[string]string{"a.yaml": `k: {th: "ก n}", ko: "가", en: "a"}`}, []string{"closing brace"}},
		{"a choice of three", map[string]string{"a.yaml": `k: {th: "{n|a|b|c}", ko: "가", en: "a"}`}, []string{"3 words"}},
		{"a name with capitals", map[string]string{"a.yaml": `k: {th: "{N}", ko: "가", en: "a"}`}, []string{`"N" is not the name`}},
		{"no mapping", map[string]string{"a.yaml": "- a\n- b"}, []string{"a.yaml:1: is not a mapping"}},
		{"no languages", map[string]string{"a.yaml": "k: text"}, []string{"k is not a mapping of languages"}},
		{"no YAML", map[string]string{"a.yaml": "k: ok\nj: {th: \"x"}, []string{"a.yaml:2"}},
		{"all faults at once", map[string]string{"a.yaml": "a: {en: \"a\"}\nb: {en: \"b\"}"}, []string{"a.yaml:1", "a.yaml:2"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := load(t, test.files)
			if err == nil {
				t.Fatal("the catalogue loaded")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error does not say %q: %v", want, err)
				}
			}
		})
	}
}

func TestTrouble(t *testing.T) {
	c, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	says, hint := c.Trouble("en", "no_card", nil)
	if says != "There is no card in the reader. Nothing has changed." || !strings.HasPrefix(hint, "Insert the ID card") {
		t.Errorf("no_card is told as %q, %q", says, hint)
	}
	device := mustLoad(t, `
device.error.reader.silent: {th: "ก", ko: "가", en: "The reader is silent"}
device.hint.reader.silent: {th: "ข", ko: "나", en: "Plug it in"}`)
	if says, hint := device.Trouble("en", "reader.silent", nil); says != "The reader is silent" || hint != "Plug it in" {
		t.Errorf("a device's code is told as %q, %q", says, hint)
	}
	unknown, _ := c.Trouble("en", "no_such_code", nil)
	if internal, _ := c.Trouble("en", "internal", nil); unknown != internal {
		t.Errorf("an unknown code is told as %q", unknown)
	}
}

// Whatever the arguments are, no placeholder is left and the literal text is.
func TestEveryPlaceholderIsFilled(t *testing.T) {
	c := mustLoad(t, `k: {th: "ก{a}ข{b|ค|ง}", ko: "{a}{a|을|를} {b}", en: "{a} of {b} {b|box|boxes}"}`)
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.StringMatching(`[^{}]*`).Draw(t, "a")
		b := rapid.Int64().Draw(t, "b")
		for _, lang := range words.Languages() {
			got := c.Text(lang, "k", map[string]any{"a": a, "b": b})
			if strings.ContainsAny(got, "{}|") && !strings.Contains(a, "|") || !strings.Contains(got, a) {
				t.Errorf("%s: %q", lang, got)
			}
		}
	})
}

func FuzzLoad(f *testing.F) {
	f.Add(`k: {th: "ก {n}", ko: "가 {n}", en: "a {n|b|c}"}`)
	f.Add("k:\n  th: |\n    ก\n  ko: 가\n  en: a\n")
	f.Add("- &a [*a]")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := words.LoadFS(fstest.MapFS{"x.yaml": {Data: []byte(text)}})
		if err != nil {
			return
		}
		for _, key := range c.Keys("") {
			for _, lang := range words.Languages() {
				if c.Text(lang, key, nil) == "" {
					t.Errorf("%q is empty in %s", key, lang)
				}
			}
		}
	})
}

package script_test

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"sala/forms/script"
)

func TestTypedHangul(t *testing.T) {
	for keys, want := range map[string]string{
		"gksrmf": "한글", "dkssudgktpdy": "안녕하세요", "rkrk": "가가", "ekfrdl": "닭이", "ekfrl": "달기", "rkqtdl": "값이", "rkqtl": "갑시",
		"dhk": "와", "Rhc": "꽃", "Tk": "싸", "rr": "ㄱㄱ", "kk": "ㅏㅏ", "rk1": "가1", "qnpfr": "뷁", "EEk": "ㄸ따", "rkE": "가ㄸ", "": "",
	} {
		if got := script.Compose(keys); got != want {
			t.Errorf("%s gives %q, want %q", keys, got, want)
		}
	}
}

func TestBackspaceTakesOneKeyBack(t *testing.T) {
	var c script.Composer
	for _, k := range "ekfr" { // 닭
		j, _ := script.Jamo(k)
		c.Add(j)
	}
	for _, want := range []string{"달", "다", "ㄷ", ""} {
		if !c.Backspace() || c.Composing() != want {
			t.Errorf("composing %q, want %q", c.Composing(), want)
		}
	}
	if c.Backspace() {
		t.Error("took back what was not there")
	}
	// After a final moved on, the new syllable can be taken back on its own.
	done := ""
	for _, k := range "rkrk" {
		j, _ := script.Jamo(k)
		done += c.Add(j)
	}
	if done != "가" || c.Composing() != "가" {
		t.Errorf("%q then %q", done, c.Composing())
	}
	if c.Backspace(); c.Composing() != "ㄱ" {
		t.Errorf("composing %q", c.Composing())
	}
}

// Every syllable of modern Korean can be typed, alone and before another.
func TestEverySyllableCanBeTyped(t *testing.T) {
	keyOf := map[rune]string{}
	for k := 'A'; k <= 'z'; k++ {
		if j, ok := script.Jamo(k); ok && (keyOf[j] == "" || k >= 'a') {
			keyOf[j] = string(k)
		}
	}
	for two, keys := range map[string]string{"ㅘ": "hk", "ㅙ": "ho", "ㅚ": "hl", "ㅝ": "nj", "ㅞ": "np", "ㅟ": "nl", "ㅢ": "ml", "ㄳ": "rt", "ㄵ": "sw", "ㄶ": "sg",
		"ㄺ": "fr", "ㄻ": "fa", "ㄼ": "fq", "ㄽ": "ft", "ㄾ": "fx", "ㄿ": "fv", "ㅀ": "fg", "ㅄ": "qt"} {
		keyOf[[]rune(two)[0]] = keys
	}
	compat := map[rune]rune{}
	for i, r := range []rune("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ") {
		compat[0x1100+rune(i)] = r
	}
	for i, r := range []rune("ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ") {
		compat[0x1161+rune(i)] = r
	}
	for i, r := range []rune("ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ") {
		compat[0x11A8+rune(i)] = r
	}
	keys := func(syllable rune) string {
		var b strings.Builder
		for _, j := range norm.NFD.String(string(syllable)) {
			b.WriteString(keyOf[compat[j]])
		}
		return b.String()
	}
	for r := rune(0xAC00); r <= 0xD7A3; r++ {
		if got := script.Compose(keys(r)); got != string(r) {
			t.Fatalf("%q typed as %s gives %q", r, keys(r), got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		// A word whose syllables have finals and then begin with ㅇ is never ambiguous.
		word := rapid.SliceOfN(rapid.RuneFrom([]rune("안녕하세요한글값닭이있어요")), 1, 8).Draw(t, "word")
		var typed strings.Builder
		for _, r := range word {
			typed.WriteString(keys(r))
		}
		if got := script.Compose(typed.String()); got != string(word) {
			t.Fatalf("%s typed as %s gives %q", string(word), typed.String(), got)
		}
	})
}

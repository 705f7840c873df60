package speech_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"sala/app/speech"
	"sala/app/words"
)

func espeak(t *testing.T) speech.Espeak {
	t.Helper()
	e, err := speech.FindEspeak()
	if err != nil {
		t.Fatalf("%v: run go run ./cmd/dev test, which installs it", err)
	}
	return e
}

var sentences = []speech.Phrase{
	{Language: "th", Words: "เสียบบัตรประชาชน หันชิปขึ้นและดันเข้าให้สุด"},
	{Language: "ko", Words: "신분증 카드를 넣으세요"},
	{Language: "en", Words: "Insert your ID card"},
}

// Each language's voice makes sound that can be heard, louder and faster when
// that is asked for, and another sound than for other words.
func TestVoicesSpeak(t *testing.T) {
	e := espeak(t)
	for _, s := range sentences {
		t.Run(s.Language, func(t *testing.T) {
			say := func(words string, speed float64) speech.Wave {
				w, err := e.Make(t.Context(), s.Language, words, speed)
				if err != nil {
					t.Fatal(err)
				}
				return w
			}
			w := say(s.Words, 1)
			if w.Length() < time.Second || w.Length() > 10*time.Second {
				t.Errorf("%q takes %v to say", s.Words, w.Length())
			}
			if w.Loudness() < 0.02 {
				t.Errorf("%q is as loud as %.4f: nobody hears it", s.Words, w.Loudness())
			}
			fast := say(s.Words, 1.69)
			if fast.Length() >= w.Length()*8/10 {
				t.Errorf("fast it takes %v, at the usual speed %v", fast.Length(), w.Length())
			}
			if quiet := w.Louder(0.5); quiet.Loudness() > w.Loudness()*0.6 {
				t.Error("half as loud is not quieter")
			}
			if other := say(s.Words+" "+s.Words, 1); other.Length() < w.Length()*3/2 {
				t.Errorf("twice the words take %v, once %v", other.Length(), w.Length())
			}
			again, err := speech.ReadWave(w.Bytes())
			if err != nil || !reflect.DeepEqual(again, w) {
				t.Errorf("written and read again it is another: %v", err)
			}
		})
	}
}

// Every phrase of the kiosk is pronounced by its language's own voice: espeak-ng
// marks with a language in brackets what that voice cannot read.
func TestEveryPhraseCanBeRead(t *testing.T) {
	espeak(t)
	c, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"th", "ko", "en"} {
		var lines []string
		for _, key := range c.Keys("kiosk.") {
			text := c.Text(language, key, map[string]any{"amount": "20.00", "number": "5001-12", "seconds": 5, "at": 1, "of": 2, "time": "9:00", "name": "", "service": "", "reason": "", "office": "", "hours": "", "place": ""})
			for _, p := range speech.Phrases(language, text) {
				if p.Language == language {
					lines = append(lines, p.Words)
				}
			}
		}
		cmd := exec.Command("espeak-ng", "-v", language, "-q", "-x")
		cmd.Stdin = strings.NewReader(strings.Join(lines, "\n"))
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		if len(bytes.Fields(out)) < len(lines) {
			t.Errorf("%s: %d phrases give %d sounds", language, len(lines), len(bytes.Fields(out)))
		}
		// a foreign letter is read as "Thai letter", but some phrases speak of letters
		spoken, meant := string(out), strings.Count(strings.Join(lines, "\n"), "letter")
		if n := strings.Count(spoken, "t'aI(") + strings.Count(spoken, "l'et@") + strings.Count(spoken, "l'Et3"); n > meant {
			t.Errorf("%s: letters are spelled, not read: %d times, %d meant:\n%s", language, n, meant, spoken)
		}
	}
}

func TestPhrases(t *testing.T) {
	tests := []struct {
		name, language, words string
		want                  []speech.Phrase
	}{
		{"sentences", "en", "Is this you?. Somying Jaidee", []speech.Phrase{{"en", "Is this you?"}, {"en", "Somying Jaidee"}}},
		{"a Thai name on a Korean page", "ko", "본인이 맞습니까?. นางสมหญิง ใจดี", []speech.Phrase{{"ko", "본인이 맞습니까?"}, {"th", "นางสมหญิง ใจดี"}}},
		{"three languages", "th", "แตะเลือกภาษา. 언어를 선택하세요. Touch your language",
			[]speech.Phrase{{"th", "แตะเลือกภาษา"}, {"ko", "언어를 선택하세요"}, {"th", "Touch your language"}}},
		{"Thai within English", "en", "Paper ท.ร. 14/1 is ready", []speech.Phrase{{"en", "Paper"}, {"th", "ท.ร. 14/1"}, {"en", "is ready"}}},
		{"a person's number, figure by figure", "en", "National number: 1-5099-00012-34-1", []speech.Phrase{{"en", "National number: 1 5 0 9 9 0 0 0 1 2 3 4 1"}}},
		{"an amount stays one", "th", "ชำระค่าธรรมเนียม 20.00 บาท", []speech.Phrase{{"th", "ชำระค่าธรรมเนียม 20 บาท"}}},
		{"a small number stays one", "ko", "15초 뒤에 모두 지웁니다", []speech.Phrase{{"ko", "15초 뒤에 모두 지웁니다"}}},
		{"a row of a Thai paper on an English page", "en", "1, นายวิชัย ใจดี\n3-5014-00475-14-7, ชาย\nไทย, 26 พ.ย. 2518, ผู้อาศัย",
			[]speech.Phrase{{"th", "1, นายวิชัย ใจดี"}, {"th", "3 5 0 1 4 0 0 4 7 5 1 4 7, ชาย"}, {"th", "ไทย, 26 พ.ย. 2518, ผู้อาศัย"}}},
		{"a Thai year", "th", "ณ เดือน มี.ค. พ.ศ. ๒๕๖๙ และถูกต้อง. ให้ไว้", []speech.Phrase{{"th", "ณ เดือน มี.ค. พ.ศ. ๒๕๖๙ และถูกต้อง"}, {"th", "ให้ไว้"}}},
		{"figures after a Thai sentence", "en", "Born: 1975. บ้านเลขที่. 93/23. Born: 1975", []speech.Phrase{{"en", "Born: 1975"}, {"th", "บ้านเลขที่"}, {"th", "93/23"}, {"en", "Born: 1975"}}},
		{"a sentence that ends with a figure", "th", "ลองได้อีก 2 ครั้ง. 2 เรื่อง", []speech.Phrase{{"th", "ลองได้อีก 2 ครั้ง"}, {"th", "2 เรื่อง"}}},
		{"nothing to say", "th", " . - .\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := speech.Phrases(tt.language, tt.words); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}

// listener is a player that notes what it was given, and plays for as long as it
// is told.
type listener struct {
	mu      sync.Mutex
	heard   []time.Duration
	playing int
	most    int
	hold    bool // until the context ends
	began   chan struct{}
}

func (l *listener) Play(ctx context.Context, w speech.Wave) error {
	l.mu.Lock()
	l.heard = append(l.heard, w.Length())
	l.playing++
	l.most = max(l.most, l.playing)
	hold := l.hold
	l.mu.Unlock()
	if l.began != nil {
		l.began <- struct{}{}
	}
	if hold {
		<-ctx.Done()
	}
	l.mu.Lock()
	l.playing--
	l.mu.Unlock()
	return ctx.Err()
}

// tone makes a second of sound of everything.
type tone struct {
	mu     sync.Mutex
	made   []speech.Phrase
	speeds []float64
	err    error
}

func (m *tone) Make(_ context.Context, language, words string, speed float64) (speech.Wave, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.made, m.speeds = append(m.made, speech.Phrase{Language: language, Words: words}), append(m.speeds, speed)
	return speech.Wave{Rate: 8000, Samples: make([]int16, 8000)}, m.err
}

// A voice that has nothing to read with rings, so that it can be heard, and for as
// long as it takes to turn round.
func TestAVoiceWithoutWordsRings(t *testing.T) {
	l := &listener{}
	v := speech.New(nil, l, nil)
	v.Ring()
	v.Wait()
	if c := speech.Chime(); !reflect.DeepEqual(l.heard, []time.Duration{c.Length()}) || c.Length() < time.Second || c.Length() > 4*time.Second || c.Loudness() < 0.2 {
		t.Errorf("played %v of a chime of %v as loud as %.2f", l.heard, c.Length(), c.Loudness())
	}
}

func TestANewPageEndsTheOneBefore(t *testing.T) {
	m, l := &tone{}, &listener{hold: true, began: make(chan struct{}, 9)}
	v := speech.New(m, l, nil)
	v.Say("en", "One. Two. Three")
	<-l.began
	v.Say("en", "Four")
	<-l.began
	v.Close()
	if want := []speech.Phrase{{"en", "One"}, {"en", "Four"}}; !reflect.DeepEqual(m.made, want) {
		t.Errorf("was read: %v, want %v", m.made, want)
	}
	if l.most != 1 {
		t.Errorf("%d were playing at once", l.most)
	}
}

func TestVolumeAndSpeed(t *testing.T) {
	m, l := &tone{}, &listener{}
	v := speech.New(m, l, nil)
	v.Tune(9, 1)
	v.Say("en", "Fast")
	v.Wait()
	v.Tune(0, -9)
	v.Say("en", "Slow")
	v.Wait()
	if len(m.speeds) != 2 || m.speeds[0] != 1.3 || m.speeds[1] > 0.6 || m.speeds[1] < 0.59 {
		t.Errorf("speeds %v", m.speeds)
	}
}

func TestTroubleIsTold(t *testing.T) {
	var told error
	v := speech.New(&tone{err: errors.New("no sound")}, &listener{}, func(err error) { told = err })
	v.Say("en", "Hello")
	v.Wait()
	if told == nil {
		t.Error("nobody was told that there was no sound")
	}
}

// A recording is played in place of the made voice, at its own speed alone.
func TestRecorded(t *testing.T) {
	spoken := speech.Wave{Rate: 16000, Samples: []int16{1, 2, 3}}
	pack := fstest.MapFS{"speech/th/kiosk.insert.wav": {Data: spoken.Bytes()}}
	text := func(_, key string) (string, bool) { return "เสียบบัตร", key == "kiosk.insert" }
	m := &tone{}
	r, err := speech.ReadRecorded(pack, text, m)
	if err != nil || r.Len() != 1 {
		t.Fatalf("%d recordings, %v", r.Len(), err)
	}
	if w, err := r.Make(t.Context(), "th", "เสียบบัตร", 1); err != nil || !reflect.DeepEqual(w, spoken) {
		t.Errorf("%v, %v", w, err)
	}
	for _, p := range []struct {
		language, words string
		speed           float64
	}{{"th", "เสียบบัตร", 1.3}, {"th", "อื่น", 1}, {"ko", "เสียบบัตร", 1}} {
		if w, err := r.Make(t.Context(), p.language, p.words, p.speed); err != nil || w.Rate != 8000 {
			t.Errorf("%+v: %d samples a second, %v", p, w.Rate, err)
		}
	}
	pack["speech/th/kiosk.gone.wav"] = &fstest.MapFile{Data: spoken.Bytes()}
	if _, err := speech.ReadRecorded(pack, text, m); err == nil || !strings.Contains(err.Error(), "kiosk.gone") {
		t.Errorf("a recording of no phrase: %v", err)
	}
	alone, err := speech.ReadRecorded(fstest.MapFS{}, text, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := alone.Make(t.Context(), "th", "x", 1); !errors.Is(err, speech.ErrUnspoken) {
		t.Errorf("without any voice: %v", err)
	}
}

// The words are given to the program through a pipe: who lists the programs of
// the machine sees no citizen's name. The player gets a whole WAV file.
func TestWordsAreOnNoCommandLine(t *testing.T) {
	dir := t.TempDir()
	script := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	sound := filepath.Join(dir, "sound.wav")
	if err := os.WriteFile(sound, speech.Wave{Rate: 8000, Samples: []int16{5, 6, 7}}.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	script("espeak-ng", `printf '%s ' "$@" >>"`+dir+`/command"; cat >"`+dir+`/words"; cat "`+sound+`"`)
	script("aplay", `printf '%s ' "$@" >>"`+dir+`/command"; cat >"`+dir+`/played"`)
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	p, err := speech.FindPlayer("plughw:1")
	if err != nil {
		t.Fatal(err)
	}
	v := speech.New(espeak(t), p, func(err error) { t.Error(err) })
	v.Say("th", "นางสมหญิง ใจดี")
	v.Wait()
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if read("words") != "นางสมหญิง ใจดี" || read("played") != read("sound.wav") {
		t.Errorf("words %q, played % x", read("words"), read("played"))
	}
	if c := read("command"); strings.Contains(c, "สม") || !strings.Contains(c, "plughw:1") {
		t.Errorf("the command lines are %q", c)
	}
}

func FuzzReadWave(f *testing.F) {
	f.Add(speech.Wave{Rate: 22050, Samples: []int16{1, -1}}.Bytes())
	f.Add([]byte("RIFF\xff\xff\xff\xffWAVEfmt \x10\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		w, err := speech.ReadWave(b)
		if err != nil {
			return
		}
		again, err := speech.ReadWave(w.Bytes())
		if err != nil || again.Rate != w.Rate || len(again.Samples) != len(w.Samples) {
			t.Errorf("%v", err)
		}
		if n := binary.LittleEndian.Uint32(w.Bytes()[40:]); int(n) != 2*len(w.Samples) {
			t.Errorf("the file says %d bytes", n)
		}
	})
}

package mrz_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sala/devices/mrz"
	"sala/devices/port"
	"sala/devices/port/porttest"
)

// The specimens of ICAO 9303.
const (
	td3  = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
	old  = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C<3UTO6908061F9406236ZE184226B<<<<<14"
	td1  = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
	td2  = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
	mrvA = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<"
)

func lines(s string) []string { return strings.Split(s, "\n") }

func TestSpecimens(t *testing.T) {
	for _, tt := range []struct {
		text   string
		format mrz.Format
		number string
		birth  int
	}{
		{td3, mrz.TD3, "L898902C3", 1974}, {old, mrz.TD3, "L898902C", 1969}, {td1, mrz.TD1, "D23145890", 1974},
		{td2, mrz.TD2, "D23145890", 1974}, {mrvA, mrz.MRVA, "L8988901C", 1940},
	} {
		d, err := mrz.Parse(lines(tt.text))
		if err != nil || !d.Valid() || len(d.Repairs) != 0 {
			t.Errorf("%s: %v, %+v", tt.format, err, d.Checks)
		}
		if d.Format != tt.format || d.Number != tt.number || d.Surname != "ERIKSSON" || d.Given != "ANNA MARIA" || d.Sex != "F" {
			t.Errorf("%s: %+v", tt.format, d)
		}
		if y := d.Birth.Birthday(2026); y != tt.birth {
			t.Errorf("%s: born %d", tt.format, y)
		}
	}
}

func TestLongNumberRunsOn(t *testing.T) {
	// The example of ICAO 9303-5, appendix B: number D23145890734, check 9.
	d, err := mrz.Parse(lines("I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"))
	if err != nil || d.Number != "D23145890734" || d.Optional != "" {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestRepairs(t *testing.T) {
	for name, tt := range map[string]struct {
		was, now string
		number   string
		valid    bool
		repairs  int
	}{
		"letter in a birth":     {"7408122F", "74O8122F", "L898902C3", true, 1},
		"digit for a letter":    {"L898902C36", "L8989O2C36", "L898902C3", true, 1},
		"two readings agree":    {"L898902C36", "L89890ZC36", "L89890ZC3", false, 0},
		"letter as the digit":   {"B<<<<<10", "B<<<<<IO", "L898902C3", true, 2},
		"no reading agrees":     {"L898902C36", "L898902C37", "L898902C3", false, 0},
		"wrong birth":           {"7408122F", "7408132F", "L898902C3", false, 0},
		"name is never touched": {"ERIKSSON", "ERIK5S0N", "L898902C3", true, 0},
	} {
		d, err := mrz.Parse(lines(strings.Replace(td3, tt.was, tt.now, 1)))
		if d.Valid() != tt.valid || (err == nil) != tt.valid || d.Number != tt.number || len(d.Repairs) != tt.repairs {
			t.Errorf("%s: %v, number %s, repairs %+v, checks %+v", name, err, d.Number, d.Repairs, d.Checks)
		}
		if err != nil && !errors.Is(err, mrz.ErrCheckDigit) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUnreadable(t *testing.T) {
	for _, s := range []string{"", "P<", "P<UTO\nX", td3 + "\n" + td3, strings.Repeat("A", 44)} {
		if _, err := mrz.Parse(lines(s)); !errors.Is(err, mrz.ErrUnreadable) {
			t.Errorf("%q: %v", s, err)
		}
	}
}

// A repair is only ever made where a check digit agrees, so one misread letter
// of the number or a date is put right to the very text that was printed, or the
// document is not valid, or another reading agreed by chance; never is a field
// without a check digit changed.
func TestRepairsOnlyWhatADigitCovers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := []byte(td3)
		at := rapid.IntRange(0, len(b)-1).Draw(t, "at")
		if b[at] == '\n' {
			return
		}
		b[at] = rapid.SampledFrom([]byte("0O1IL2Z5S8B6G<A7")).Draw(t, "letter")
		d, err := mrz.Parse(lines(string(b)))
		if errors.Is(err, mrz.ErrUnreadable) {
			return
		}
		if got, want := d.Lines[0], strings.Split(string(b), "\n")[0]; got != want {
			t.Fatalf("the line without check digits became %q", got)
		}
		if d.Valid() != (err == nil) {
			t.Fatalf("valid %t, error %v", d.Valid(), err)
		}
	})
}

func TestFramings(t *testing.T) {
	for framing, tt := range map[mrz.Framing]struct {
		say  string
		asks bool
	}{
		mrz.Lines:   {strings.ReplaceAll(td3, "\n", "\r") + "\r", false},
		mrz.Desko:   {"\x02" + strings.ReplaceAll(td3, "\n", "\r") + "\r\x03", false},
		mrz.Elyctis: {"I\x00\x59" + td3, true},
		mrz.RTE6701: {"\x01\x00\x60OU\x02\r" + strings.ReplaceAll(strings.ReplaceAll(td3, "\n", "\r"), "<", "_") + "\r\x03\x55", false},
		mrz.EST:     {"\x02" + `{"CameraData":{"data":"` + strings.ReplaceAll(td3, "\n", `\n`) + `","type":"PassPort"}}` + "\x03\r\n", false},
	} {
		t.Run(string(framing), func(t *testing.T) {
			host, device := porttest.Pair(1 << 12)
			heard := make(chan mrz.Document, 4)
			done := make(chan error, 1)
			go func() {
				done <- mrz.Listen(context.Background(), porttest.Torn(host, 7), framing, func(d mrz.Document, err error) {
					if err != nil {
						t.Error(err)
					}
					heard <- d
				})
			}()
			for range 2 {
				if tt.asks {
					p := make([]byte, 4)
					if _, err := port.ReadFull(context.Background(), device, p, 5*time.Second); err != nil || p[0] != 0x43 {
						t.Fatalf("the reader was not asked to read: % X, %v", p, err)
					}
				}
				if _, err := device.Write([]byte(tt.say)); err != nil {
					t.Fatal(err)
				}
				select {
				case d := <-heard:
					if d.Number != "L898902C3" {
						t.Errorf("%+v", d)
					}
				case <-time.After(5 * time.Second):
					t.Fatal("no document")
				}
			}
			_ = device.Close()
			if err := <-done; !errors.Is(err, port.ErrGone) {
				t.Errorf("ended with %v", err)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{td1, td2, td3, mrvA} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := mrz.Parse(lines(s))
		if err == nil && !d.Valid() {
			t.Error("no error and not valid")
		}
	})
}

func FuzzSplitter(f *testing.F) {
	f.Add([]byte("I\x00\x02AB"), 2)
	f.Add([]byte("\x02"+td3+"\x03"), 1)
	f.Fuzz(func(t *testing.T, p []byte, n int) {
		all := []mrz.Framing{mrz.Lines, mrz.Desko, mrz.Elyctis, mrz.RTE6701, mrz.EST}
		s := mrz.NewSplitter(all[uint(n)%uint(len(all))])
		for _, l := range append(s.Feed(p), s.Quiet()) {
			_, _ = mrz.Parse(l)
		}
	})
}

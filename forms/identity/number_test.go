package identity_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sala/forms/identity"
)

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name, country, number, code string
		warning                     bool
	}{
		{"published Thai vector", "TH", "1101700230708", "", false},
		{"published Thai vector with separators", "TH", "3-1006-00445-63-5", "", false},
		{"Thai digits", "TH", "๑๑๐๑๗๐๐๒๓๐๗๐๘", "", false},
		{"one digit changed", "TH", "1101700230709", "check_digit", false},
		{"twelve digits", "TH", "110170023070", "wrong_length", false},
		{"a letter", "TH", "11017002307O8", "not_digits", false},
		{"pink card", "TH", "0101700230700", "unusual", true},
		{"empty", "TH", "", "wrong_length", false},
		{"Korean test number", "KR", "971013-9019902", "", false},
		{"Korean number with another last digit may be new", "KR", "971013-9019903", "check_digit", true},
		{"13th month", "KR", "971313-1019902", "birth_date", false},
		{"30 February", "KR", "000230-3019902", "birth_date", false},
		{"unknown country, something", "LA", "A-12", "", false},
		{"unknown country, nothing", "LA", " ", "wrong_length", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			number := c.number
			if c.name == "pink card" {
				number = number[:12] + string(identity.ThaiCheckDigit(number[:12]))
			}
			f := identity.Check(c.country, number)
			if f.Code != c.code || f.Warning != c.warning {
				t.Errorf("Check(%s, %s) = %+v, want %q warning %v", c.country, number, f, c.code, c.warning)
			}
		})
	}
}

func TestWritten(t *testing.T) {
	for got, want := range map[string]string{
		identity.Format("TH", "1101700230708"):         "1-1017-00230-70-8",
		identity.Format("KR", "9710139019902"):         "971013-9019902",
		identity.Format("TH", "12"):                    "12",
		identity.Mask("TH", "1101700230708"):           "1-1017-xxxxx-70-8",
		identity.Mask("KR", "971013-9019902"):          "971013-9******",
		identity.Mask("TH", "12"):                      "xx",
		identity.FormatHouse("50010123456"):            "5001-012345-6",
		identity.KoreanBirth("0512313123456").String(): "2005-12-31",
		identity.KoreanBirth("9710139019902").String(): "1897-10-13",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// Every single wrong digit of a Thai number shows, save for the pairs that the
// rule itself cannot tell apart: sums of 0 and 10 (mod 11) give the same digit.
func TestThaiCheckDigitFindsWrongDigit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := rapid.StringMatching(`[1-8][0-9]{11}`).Draw(t, "first")
		number := first + string(identity.ThaiCheckDigit(first))
		if f := identity.CheckThai(number); !f.OK() {
			t.Fatalf("%s: %+v", number, f)
		}
		i := rapid.IntRange(0, 11).Draw(t, "i")
		d := byte('0') + byte(rapid.IntRange(0, 9).Draw(t, "d"))
		wrong := number[:i] + string(d) + number[i+1:]
		f := identity.CheckThai(wrong)
		same := identity.ThaiCheckDigit(wrong[:12]) == number[12]
		if !same && f.Code != identity.CheckDigit {
			t.Fatalf("%s: %+v", wrong, f)
		}
	})
}

func FuzzCheck(f *testing.F) {
	f.Add("TH", "1101700230708")
	f.Add("KR", "971013-9019902")
	f.Fuzz(func(t *testing.T, country, number string) {
		if identity.Check(country, number).OK() && country == "TH" && len(identity.Digits(number)) != 13 {
			t.Errorf("accepted %q", number)
		}
		if m := identity.Mask(country, number); len(number) == 13 && country == "TH" && identity.Check("TH", number).OK() && strings.Contains(m, number[5:10]) {
			t.Errorf("mask shows %q", m)
		}
	})
}

package fee

import "testing"

func TestText(t *testing.T) {
	for _, c := range []struct {
		m              Money
		language, want string
	}{
		{Money{2000, "THB"}, "th", "20 บาท"},
		{Money{125_050, "THB"}, "th", "1,250.50 บาท"},
		{Money{-2050, "THB"}, "th", "-20.50 บาท"},
		{Money{2000, "THB"}, "en", "THB 20.00"},
		{Money{1_000_000, "KRW"}, "ko", "1,000,000원"},
		{Money{400, "KRW"}, "en", "KRW 400"},
		{Money{0, "THB"}, "th", "0 บาท"},
	} {
		if got := c.m.Text(c.language); got != c.want {
			t.Errorf("%v in %s: %q, want %q", c.m, c.language, got, c.want)
		}
	}
}

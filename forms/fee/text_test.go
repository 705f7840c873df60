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
		{Money{-50, "THB"}, "th", "-0.50 บาท"},
		{Money{0, "THB"}, "th", "0 บาท"},
	} {
		if got := c.m.Text(c.language); got != c.want {
			t.Errorf("%v in %s: %q, want %q", c.m, c.language, got, c.want)
		}
	}
}

func TestRead(t *testing.T) {
	for text, want := range map[string]int64{"20": 2000, "1,250.5": 125_050, "๑๒๐.๕๐": 12_050, "0": 0, "-1": -1, "1.234": -1, "12.": -1, "x": -1, "": -1, "1.-5": -1} {
		m, ok := Read(text, "THB")
		if ok != (want >= 0) || ok && m != (Money{want, "THB"}) {
			t.Errorf("%q is %v, %v; want %d", text, m, ok, want)
		}
	}
	if m, ok := Read("1,000", "KRW"); !ok || m.Minor != 1000 {
		t.Errorf("1,000 won is %v", m)
	}
	if _, ok := Read("1.50", "KRW"); ok {
		t.Error("there is no half won")
	}
}

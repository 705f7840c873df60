package calendar_test

import (
	"testing"

	"pgregory.net/rapid"

	"sala/forms/calendar"
)

func day(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWritten(t *testing.T) {
	for _, c := range []struct{ date, language, long, short string }{
		{"2026-11-22", "th", "22 พฤศจิกายน 2569", "22 พ.ย. 2569"},
		{"2026-11-22", "ko", "2026년 11월 22일", "2026. 11. 22."},
		{"2026-11-22", "en", "22 November 2026", "22 Nov 2026"},
		{"1950-00-00", "th", "พ.ศ. 2493", "2493"},
		{"1950-00-00", "ko", "1950년", "1950."},
		{"1950-06-00", "en", "June 1950", "Jun 1950"},
		{"1950-06-00", "th", "มิถุนายน 2493", "มิ.ย. 2493"},
		{"", "th", "", ""},
	} {
		d := day(t, c.date)
		if got := d.Long(c.language); got != c.long {
			t.Errorf("%s long in %s: %q, want %q", c.date, c.language, got, c.long)
		}
		if got := d.Short(c.language); got != c.short {
			t.Errorf("%s short in %s: %q, want %q", c.date, c.language, got, c.short)
		}
	}
	if got, want := day(t, "2026-01-15").Formal("th"), "วันที่ ๑๕ เดือน มกราคม พ.ศ. ๒๕๖๙"; got != want {
		t.Errorf("Formal: %q, want %q", got, want)
	}
}

func TestRead(t *testing.T) {
	for _, c := range []struct{ language, typed, want string }{
		{"th", "22/11/2569", "2026-11-22"},
		{"th", "22 พ.ย. 2569", "2026-11-22"},
		{"th", "๒๒ พฤศจิกายน ๒๕๖๙", "2026-11-22"},
		{"th", "วันที่ 22 เดือน พฤศจิกายน พ.ศ. 2569", "2026-11-22"},
		{"th", "22พ.ย.2569", "2026-11-22"},
		{"th", "22112569", "2026-11-22"},
		{"th", "2569-11-22", "2026-11-22"},
		{"ko", "2026.11.22", "2026-11-22"},
		{"ko", "2026년 11월 22일", "2026-11-22"},
		{"ko", "20261122", "2026-11-22"},
		{"en", "22 Nov 2026", "2026-11-22"},
		{"en", "22/11/2026", "2026-11-22"},
		{"en", "2026-11-22", "2026-11-22"},
		{"th", "22/11/69", ""},
		{"th", "31/2/2569", ""},
		{"th", "x", ""},
		{"ko", "2026.13.01", ""},
		{"en", "0/11/2026", ""},
	} {
		got, err := calendar.Read(c.language, c.typed)
		if got.String() != c.want || (err != nil) != (c.want == "") {
			t.Errorf("Read(%s, %q) = %s, %v; want %q", c.language, c.typed, got, err, c.want)
		}
	}
}

func TestCounting(t *testing.T) {
	if got := day(t, "2024-02-29").Age(day(t, "2025-02-28")); got != 0 {
		t.Errorf("leap child on 28 February is %d", got)
	}
	if got := day(t, "2024-02-29").Age(day(t, "2025-03-01")); got != 1 {
		t.Errorf("leap child on 1 March is %d", got)
	}
	if got := day(t, "1950-00-00").Age(day(t, "2026-01-01")); got != 76 {
		t.Errorf("born in 1950, on 1 January 2026: %d", got)
	}
	if got := day(t, "2026-01-31").AddMonths(1).String(); got != "2026-02-28" {
		t.Errorf("31 January + 1 month = %s", got)
	}
	if got := day(t, "2026-12-15").AddMonths(2).String(); got != "2027-02-15" {
		t.Errorf("15 December + 2 months = %s", got)
	}
}

func TestWorkingDays(t *testing.T) {
	h := calendar.Holidays{day(t, "2026-12-10"): "วันรัฐธรรมนูญ"}
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-12-09", 1, "2026-12-11"}, // the 10th is a holiday
		{"2026-12-09", 2, "2026-12-14"}, // and then a week-end
		{"2026-12-12", 0, "2026-12-14"},
		{"2026-12-09", 0, "2026-12-09"},
	} {
		if got := h.Deadline(day(t, c.from), c.n); got.String() != c.want {
			t.Errorf("%s + %d working days = %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

func TestCountingHolds(t *testing.T) {
	h := calendar.Holidays{{Year: 2026, Month: 4, Day: 13}: "", {Year: 2026, Month: 4, Day: 14}: "", {Year: 2026, Month: 4, Day: 15}: ""}
	rapid.Check(t, func(t *rapid.T) {
		from := calendar.Date{Year: 2026, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 700).Draw(t, "day"))
		n := rapid.IntRange(1, 60).Draw(t, "n")
		end := h.Deadline(from, n)
		if !h.Works(end) {
			t.Fatalf("deadline %s is not a working day", end)
		}
		if got := h.WorkingDays(from, end); got != n {
			t.Fatalf("%d working days from %s to %s, want %d", got, from, end, n)
		}
		if got := h.WorkingDays(end, from); got != -n {
			t.Fatalf("backwards %d, want %d", got, -n)
		}
		if back := end.AddDays(-end.Days(from)); back != from {
			t.Fatalf("%s days back from %s", from, end)
		}
		for _, language := range []string{"th", "ko", "en"} {
			for _, written := range []string{from.Long(language), from.Short(language)} {
				if got, err := calendar.Read(language, written); err != nil || got != from {
					t.Fatalf("%s in %s reads back as %s, %v", written, language, got, err)
				}
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add("th", "22 พ.ย. 2569")
	f.Add("ko", "2026년 11월 22일")
	f.Fuzz(func(t *testing.T, language, s string) {
		if d, err := calendar.Read(language, s); err == nil && !d.IsZero() && !d.Valid() {
			t.Errorf("%q gave %v", s, d)
		}
	})
}

// Parse takes exactly what String writes.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"2026-11-22", "1950-00-00", "+202-11-22", "2026-1 -22", "0000-00-00", "2026-02-30", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := calendar.Parse(s); err == nil && d.String() != s {
			t.Errorf("%q reads as %s", s, d)
		}
	})
}

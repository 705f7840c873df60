package office_test

import (
	"strings"
	"testing"
	"time"

	"sala/app/office"
	"sala/forms/calendar"
)

// The week is told from Monday on, days of the same hours together.
func TestWeek(t *testing.T) {
	for text, want := range map[string]string{
		"Mo-Fr 08:30-12:00,13:00-16:30; Sa 09:00-12:00; PH off": "Monday-Friday 08:30-12:00 13:00-16:30, Saturday-Saturday 09:00-12:00, not on holidays",
		"Mo-Su 08:00-20:00; We off":                             "Monday-Tuesday 08:00-20:00, Thursday-Sunday 08:00-20:00",
		"Sa-Mo 00:00-24:00":                                     "Monday-Monday 00:00-24:00, Saturday-Sunday 00:00-24:00",
		"":                                                      "",
	} {
		h, err := office.ParseHours(text)
		if err != nil {
			t.Fatal(err)
		}
		week, notOnHolidays := h.Week()
		var got []string
		for _, d := range week {
			got = append(got, d.From.String()+"-"+d.To.String()+" "+strings.Join(d.Times, " "))
		}
		if notOnHolidays {
			got = append(got, "not on holidays")
		}
		if says := strings.Join(got, ", "); says != want {
			t.Errorf("%q is %q, want %q", text, says, want)
		}
	}
}

func TestHours(t *testing.T) {
	at := func(text string) time.Time {
		v, err := time.Parse("2006-01-02 15:04", text)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	const week = "Mo-Fr 08:30-12:00,13:00-16:30; Sa 09:00-12:00; PH off"
	tests := []struct {
		hours, at string
		open      bool
	}{
		{"", "2026-11-22 03:00", true},
		{week, "2026-11-23 08:29", false}, {week, "2026-11-23 08:30", true}, {week, "2026-11-23 12:00", false}, {week, "2026-11-23 13:00", true},
		{week, "2026-11-23 16:30", false}, {week, "2026-11-21 11:59", true}, {week, "2026-11-22 10:00", false},
		{"Sa-Mo 00:00-24:00", "2026-11-22 23:59", true}, {"Sa-Mo 00:00-24:00", "2026-11-24 12:00", false},
		{"Mo-Su 08:00-20:00; We off", "2026-11-25 12:00", false},
		{week, "2026-12-10 10:00", false}, {week, "2026-12-05 10:00", false}, {week, "2026-12-12 10:00", true},
		{"Mo-Su 08:00-20:00", "2026-12-10 10:00", true},
	}
	holidays := calendar.Holidays{{Year: 2026, Month: 12, Day: 10}: "Constitution Day", {Year: 2026, Month: 12, Day: 5}: "Father's Day"} // a Thursday, a Saturday
	for _, tt := range tests {
		h, err := office.ParseHours(tt.hours)
		if err != nil {
			t.Fatal(err)
		}
		if got := h.Open(at(tt.at), holidays); got != tt.open {
			t.Errorf("%q at %s: open %t", tt.hours, tt.at, got)
		}
	}
	for _, wrong := range []string{"Mo", "Xx 08:00-09:00", "Mo 9-10", "Mo 10:00-09:00", "Mo 08:00-25:00"} {
		if _, err := office.ParseHours(wrong); err == nil {
			t.Errorf("%q is taken for opening hours", wrong)
		}
	}
}

// The codes of RFC 4226, appendix D.
func TestOneTimeCodes(t *testing.T) {
	want := []string{"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"}
	for i, w := range want {
		if got := office.OneTimeCode([]byte("12345678901234567890"), uint64(i)); got != w {
			t.Errorf("counter %d: %s, want %s", i, got, w)
		}
	}
}

func TestUnlock(t *testing.T) {
	w := newWorld(t)
	w.Secrets = w.store.Secrets()
	ctx := t.Context()
	if _, err := w.UnlockByCode(ctx, "123456"); office.CodeOf(err) != "once_none" {
		t.Errorf("without a secret: %v", err)
	}
	key := []byte("12345678901234567890")
	if err := w.store.Secrets().Save("kiosk-unlock", append(key, make([]byte, 8)...)); err != nil {
		t.Fatal(err)
	}
	s, err := w.UnlockByCode(ctx, "969429") // three were made and not used
	if err != nil || !s.May(office.Administer) || s.May(office.Collect) {
		t.Fatalf("%v", err)
	}
	for _, used := range []string{"969429", "755224"} {
		if _, err := w.UnlockByCode(ctx, used); office.CodeOf(err) != "once_wrong" {
			t.Errorf("the code %s works again: %v", used, err)
		}
	}
	for range 3 {
		_, _ = w.UnlockByCode(ctx, "000000")
	}
	if _, err := w.UnlockByCode(ctx, "338314"); office.CodeOf(err) != "once_wait" {
		t.Errorf("after five wrong codes the right one gives %v", err)
	}
	if _, err := w.clerk.NewUnlockSecret(ctx); err == nil && !w.clerk.May(office.Administer) {
		t.Error("a clerk may make a secret")
	}
}

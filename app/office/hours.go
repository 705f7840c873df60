package office

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"sala/forms/calendar"
)

// Hours are the times of a week at which a service is open: the zero value is
// always open.
type Hours struct {
	text     string
	days     [7][]span // by time.Weekday
	holidays bool      // closed on public holidays
}

// span is from one minute of the day up to another.
type span struct{ from, to int }

var weekdays = []string{"Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"}

// ParseHours reads hours such as "Mo-Fr 08:30-12:00,13:00-16:30; Sa 09:00-12:00;
// PH off": the part of OpenStreetMap's opening_hours that offices need. Empty
// text is always open.
func ParseHours(text string) (Hours, error) {
	h := Hours{text: strings.TrimSpace(text)}
	if h.text == "" {
		return h, nil
	}
	for rule := range strings.SplitSeq(h.text, ";") {
		days, times, ok := strings.Cut(strings.TrimSpace(rule), " ")
		if days == "PH" && times == "off" {
			h.holidays = true
			continue
		}
		if !ok {
			return h, fmt.Errorf("opening hours %q: a rule is days and times", rule)
		}
		spans, err := parseSpans(times)
		if err != nil {
			return h, fmt.Errorf("opening hours %q: %w", rule, err)
		}
		list, err := parseDays(days)
		if err != nil {
			return h, fmt.Errorf("opening hours %q: %w", rule, err)
		}
		for _, d := range list {
			h.days[d] = spans
		}
	}
	return h, nil
}

func parseDays(s string) ([]int, error) {
	var out []int
	for part := range strings.SplitSeq(s, ",") {
		first, last, isRange := strings.Cut(part, "-")
		from := slices.Index(weekdays, first)
		to := from
		if isRange {
			to = slices.Index(weekdays, last)
		}
		if from < 0 || to < 0 {
			return nil, fmt.Errorf("no day %q", part)
		}
		for d := from; ; d = (d + 1) % 7 {
			out = append(out, d)
			if d == to {
				break
			}
		}
	}
	return out, nil
}

func parseSpans(s string) ([]span, error) {
	if s == "off" {
		return nil, nil
	}
	var out []span
	for part := range strings.SplitSeq(s, ",") {
		var a, b, c, d int
		if n, err := fmt.Sscanf(part, "%d:%d-%d:%d", &a, &b, &c, &d); err != nil || n != 4 {
			return nil, fmt.Errorf("no time %q", part)
		}
		from, to := a*60+b, c*60+d
		if from < 0 || from >= to || to > 24*60 || b > 59 || d > 59 {
			return nil, fmt.Errorf("no time %q", part)
		}
		out = append(out, span{from, to})
	}
	return out, nil
}

// String returns the hours as they were written.
func (h Hours) String() string { return h.text }

// OpenDays are days that follow one another and have the same hours.
type OpenDays struct {
	From, To time.Weekday
	Times    []string // "08:30-12:00"
}

// Week returns when it is open, from Monday on, and whether it is closed on public
// holidays: what a screen says in the language of whoever reads it.
func (h Hours) Week() (days []OpenDays, notOnHolidays bool) {
	for i := range 7 {
		day := (int(time.Monday) + i) % 7
		if len(h.days[day]) == 0 {
			continue
		}
		if last := len(days) - 1; last >= 0 && days[last].To == time.Weekday((day+6)%7) && slices.Equal(h.days[day], h.days[days[last].To]) {
			days[last].To = time.Weekday(day)
			continue
		}
		open := OpenDays{From: time.Weekday(day), To: time.Weekday(day)}
		for _, s := range h.days[day] {
			open.Times = append(open.Times, fmt.Sprintf("%02d:%02d-%02d:%02d", s.from/60, s.from%60, s.to/60, s.to%60))
		}
		days = append(days, open)
	}
	return days, h.holidays
}

// Open reports whether the service is open at a time of the office's own clock.
func (h Hours) Open(at time.Time, holidays calendar.Holidays) bool {
	if h.text == "" {
		return true
	}
	if _, holiday := holidays[calendar.Of(at)]; h.holidays && holiday {
		return false
	}
	minute := at.Hour()*60 + at.Minute()
	return slices.ContainsFunc(h.days[at.Weekday()], func(s span) bool { return minute >= s.from && minute < s.to })
}

package desk

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"sala/app/office"
	"sala/forms/calendar"
)

// Span is how far back figures go.
type Span string

// The spans, in days that end today.
const (
	SpanToday Span = "today"
	SpanWeek  Span = "week"
	SpanMonth Span = "month"
	SpanYear  Span = "year"
)

// spans are all, in the order in which they are offered.
var spans = [...]struct {
	span Span
	days int
}{{SpanToday, 1}, {SpanWeek, 7}, {SpanMonth, 30}, {SpanYear, 365}}

// ReportsView are the office's figures of a time.
type ReportsView struct {
	Span    Span
	Figures office.Figures
	Loaded  bool
}

// ShowSpan shows the figures of another time.
func (d *Desk) ShowSpan(s Span) {
	d.view.Reports.Span = s
	d.look(lookAt(Reports, "span"), string(s))
	d.changed()
	d.loadReports()
}

func (d *Desk) loadReports() {
	if d.view.Reports.Span == "" {
		d.view.Reports.Span = SpanMonth
	}
	s, span := d.session, d.view.Reports.Span
	today := d.office.Now()
	from := today
	for _, x := range spans {
		if x.span == span {
			from = today.AddDate(0, 0, 1-x.days)
		}
	}
	d.run.Run("desk.wait.reports", func(ctx context.Context) func() {
		f, err := s.Figures(ctx, calendar.Of(from), calendar.Of(today))
		return func() {
			if d.session != s || d.view.Reports.Span != span || d.failed(err) {
				return
			}
			d.view.Reports.Figures, d.view.Reports.Loaded = f, true
			d.changed()
		}
	})
}

// PrintReport prints figures as the window words them.
func (d *Desk) PrintReport(r office.Report) {
	s := d.session
	d.aside.Run("desk.wait.print", func(ctx context.Context) func() {
		err := s.PrintReport(ctx, r)
		return func() {
			if !d.failed(err) {
				d.say("desk.said.report", nil)
			}
		}
	})
}

// Count is how many there are of something.
type Count struct {
	Of string
	N  int
}

// counts puts the most first.
func counts(m map[string]int) []Count {
	var out []Count
	for of, n := range m {
		out = append(out, Count{of, n})
	}
	slices.SortFunc(out, func(a, b Count) int { return cmp.Or(b.N-a.N, strings.Compare(a.Of, b.Of)) })
	return out
}

// lately returns the last n days that have any, the latest first.
func lately(m map[string]int, n int) []Count {
	out := counts(m)
	slices.SortFunc(out, func(a, b Count) int { return strings.Compare(b.Of, a.Of) })
	return out[:min(n, len(out))]
}

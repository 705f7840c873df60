package fee_test

import (
	"testing"

	"sala/forms/calendar"
	"sala/forms/fee"
)

func TestOn(t *testing.T) {
	day := func(y int) calendar.Date { return calendar.Date{Year: y, Month: 1, Day: 1} }
	rates := []fee.Rate{{From: day(2000), Minor: 1000}, {From: day(2020), Minor: 2000}}
	for _, c := range []struct {
		on   calendar.Date
		want int64
		ok   bool
	}{{day(1999), 0, false}, {day(2000), 1000, true}, {calendar.Date{Year: 2019, Month: 12, Day: 31}, 1000, true}, {day(2020), 2000, true}, {day(2030), 2000, true}} {
		if r, ok := fee.On(rates, c.on); r.Minor != c.want || ok != c.ok {
			t.Errorf("on %s: %d %v", c.on, r.Minor, ok)
		}
	}
}

func TestDisordered(t *testing.T) {
	for name, c := range map[string]struct {
		rates []fee.Rate
		bad   bool
	}{
		"one":       {[]fee.Rate{{Minor: 1}}, false},
		"none":      {nil, true},
		"negative":  {[]fee.Rate{{Minor: -1}}, true},
		"same day":  {[]fee.Rate{{Minor: 1}, {Minor: 2}}, true},
		"ascending": {[]fee.Rate{{Minor: 1}, {From: calendar.Date{Year: 2020, Month: 1, Day: 1}, Minor: 2}}, false},
	} {
		if got := (fee.Schedule{name: c.rates}).Disordered() != ""; got != c.bad {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestMoney(t *testing.T) {
	for want, m := range map[string]fee.Money{"20.00 THB": {Minor: 2000, Currency: "THB"}, "-0.50 THB": {Minor: -50, Currency: "THB"}, "1000 KRW": {Minor: 1000, Currency: "KRW"}} {
		if got := m.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

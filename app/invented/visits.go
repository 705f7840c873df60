package invented

import (
	"fmt"
	"strings"

	"sala/assets/packs"
	"sala/forms/calendar"
	"sala/forms/chart"
	"sala/forms/register"
)

// Visits returns a work list for households: one visit each, somewhere in the
// sub-district on the invented map of their country, numbered in the order of a
// route from one to the nearest that is left. What was said last time stands
// beside every third.
func Visits(seed uint64, homes []Home, forms []string, officer string, from calendar.Date) ([]register.Visit, error) {
	maps := map[string]*chart.Chart{}
	for _, country := range packs.Countries() {
		c, err := chart.Load(packs.Files(country))
		if err != nil {
			return nil, fmt.Errorf("read the invented map of %s: %w", country, err)
		}
		maps[strings.ToUpper(country)] = c
	}
	d := newDraw(seed, 67)
	said := map[string][]string{
		"TH": {"ขอให้มาตอนเช้า", "สุนัขดุ ให้โทรก่อน", "ผู้สูงอายุอยู่บ้านคนเดียว", "ประตูรั้วอยู่ด้านหลัง", "ทำงานไกล กลับหลังห้าโมงเย็น"},
		"KR": {"오전에 방문 요청", "개가 있으니 먼저 전화", "홀로 사는 어르신", "대문은 뒤쪽", "오후 다섯 시 이후 귀가"},
	}
	var out []register.Visit
	for i, h := range homes {
		v := register.Visit{ID: fmt.Sprintf("%s-V%06d", h.Household.Office, i+1), Version: 1, Office: h.Household.Office, Officer: officer,
			Form: forms[i%len(forms)], Household: h.Household.ID, State: register.VisitOpen, Due: from.AddDays(d.in(0, 9))}
		if len(h.Residents) > 0 {
			v.Resident = h.Residents[0].ID
		}
		if i%3 == 0 {
			v.Said = pick(d, said[h.Household.Address.Country])
		}
		if a, ok := maps[h.Household.Address.Country].Area(h.Household.Address.Subdistrict); ok {
			v.Position = d.within(a)
		}
		out = append(out, v)
	}
	walk(out)
	return out, nil
}

// walk puts visits in the order of a route: it begins at the first, and goes on
// to the nearest that is left.
func walk(visits []register.Visit) {
	left := make([]*register.Visit, len(visits))
	for i := range visits {
		left[i] = &visits[i]
	}
	for at := 0; at < len(left); at++ {
		left[at].Order = at + 1
		for next := at + 2; next < len(left); next++ {
			here := left[at].Position
			if chart.Distance(here, left[next].Position) < chart.Distance(here, left[at+1].Position) {
				left[at+1], left[next] = left[next], left[at+1]
			}
		}
	}
}

// within returns a point of an area, not too near to its boundary.
func (d draw) within(a chart.Area) register.Point {
	box := chart.Around(a.Ring)
	for range 100 {
		p := register.Point{Lat: box.South + d.Float64()*(box.North-box.South), Lon: box.West + d.Float64()*(box.East-box.West)}
		if a.Inside(p) {
			return register.Point{Lat: a.Centre.Lat*0.2 + p.Lat*0.8, Lon: a.Centre.Lon*0.2 + p.Lon*0.8}
		}
	}
	return a.Centre
}

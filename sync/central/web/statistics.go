package web

import (
	"encoding/csv"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"sala/forms/calendar"
	"sala/forms/petition"
	"sala/sync/central"
)

// days are how many the chart of arrivals shows.
const days = 14

// bar is one bar of a chart.
type bar struct {
	Name  string
	Count int
	Width int // of 400
}

// figures is what the page of statistics shows.
type figures struct {
	All     int
	Decided int
	InTime  int // of those that had a deadline and were decided
	States  []bar
	Forms   []bar
	Days    []bar
}

func (s *Site) statistics(r *http.Request, office string) (any, error) {
	all, err := s.central.Petitions(r.Context(), office, 100_000)
	if err != nil {
		return nil, err
	}
	lang := languageOf(r)
	f := figures{All: len(all)}
	for _, p := range all {
		if p.State == petition.Fulfilled || p.State == petition.Delivered || p.State == petition.Approved || p.State == petition.Rejected {
			f.Decided++
			if due, err := calendar.Parse(p.Deadline); p.Deadline == "" || err == nil && calendar.OfMilliseconds(p.Changed).Compare(due) <= 0 {
				f.InTime++
			}
		}
	}
	f.States = count(all, func(p petition.Petition) string { return s.words.in(lang, "state."+string(p.State)) })
	f.Forms = count(all, func(p petition.Petition) string { return s.central.FormTitle(p.Form, lang) })
	zone := central.ZoneOf("")
	for _, o := range all[:min(len(all), 1)] {
		zone = s.zone(r, o.Office)
	}
	f.Days = s.arrivals(all, lang, zone)
	return f, nil
}

// zone is the clock of an office.
func (s *Site) zone(r *http.Request, office string) *time.Location {
	country := ""
	_ = s.central.Store.View(r.Context(), func(tx central.Tx) error {
		o, err := tx.Office(office)
		country = o.Country
		return err
	})
	return central.ZoneOf(country)
}

// arrivals counts what began on each of the last days.
func (s *Site) arrivals(all []petition.Petition, lang string, zone *time.Location) []bar {
	n, most := map[calendar.Date]int{}, 1
	for _, p := range all {
		d := calendar.Of(time.UnixMilli(p.Created).In(zone))
		n[d]++
	}
	today := calendar.Of(s.central.Now().In(zone))
	var bars []bar
	for i := days - 1; i >= 0; i-- {
		d := today.AddDays(-i)
		most = max(most, n[d])
		bars = append(bars, bar{Name: d.Short(lang), Count: n[d]})
	}
	return scaled(bars, most)
}

// scaled gives bars their widths.
func scaled(bars []bar, most int) []bar {
	for i := range bars {
		if bars[i].Count > 0 {
			bars[i].Width = 2 + bars[i].Count*398/most
		}
	}
	return bars
}

func count(all []petition.Petition, of func(petition.Petition) string) []bar {
	n, most := map[string]int{}, 1
	for _, p := range all {
		n[of(p)]++
		most = max(most, n[of(p)])
	}
	bars := make([]bar, 0, len(n))
	for name, c := range n {
		bars = append(bars, bar{Name: name, Count: c})
	}
	slices.SortFunc(bars, func(a, b bar) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Name, b.Name)
	})
	return scaled(bars, most)
}

// openData gives counts that name nobody: by office, form and stage. A count
// under three is not told, because it may point to a person.
func (s *Site) openData(w http.ResponseWriter, r *http.Request) {
	if _, ok := s.session(r); !ok {
		http.Redirect(w, r, "/console/signin", http.StatusSeeOther)
		return
	}
	all, err := s.central.Petitions(r.Context(), r.URL.Query().Get("office"), 1_000_000)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	type line struct{ office, form, state string }
	n := map[line]int{}
	for _, p := range all {
		n[line{p.Office, p.Form, string(p.State)}]++
	}
	lines := slices.SortedFunc(maps.Keys(n), func(a, b line) int {
		return strings.Compare(a.office+"\x00"+a.form+"\x00"+a.state, b.office+"\x00"+b.form+"\x00"+b.state)
	})
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="petitions.csv"`)
	out := csv.NewWriter(w)
	out.Write([]string{"office", "form", "title", "state", "petitions"})
	for _, l := range lines {
		told := strconv.Itoa(n[l])
		if n[l] < 3 {
			told = "<3"
		}
		out.Write([]string{cell(l.office), cell(l.form), cell(s.central.FormTitle(l.form, languageOf(r))), cell(l.state), told})
	}
	out.Flush()
}

// cell keeps a spreadsheet from taking a text for a formula.
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

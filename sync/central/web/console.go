package web

import (
	"encoding/csv"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/central"
)

// console adds the officials' pages.
func (s *Site) console(mux *http.ServeMux) {
	c := s.central
	mux.HandleFunc("GET /console/stations", s.look("stations", func(r *http.Request, office string) (any, error) {
		var all []central.Station
		var counts central.Counts
		err := c.Store.View(r.Context(), func(tx central.Tx) (err error) {
			if all, err = tx.Stations(office); err == nil {
				counts, err = tx.Counts()
			}
			return err
		})
		return map[string]any{"Stations": all, "Counts": counts}, err
	}))
	mux.HandleFunc("GET /console/petitions", s.look("petitions", func(r *http.Request, office string) (any, error) { return c.Petitions(r.Context(), office, 200) }))
	mux.HandleFunc("GET /console/aside", s.look("aside", s.asides))
	mux.HandleFunc("GET /console/numbers", s.look("numbers", func(r *http.Request, office string) (any, error) { return c.Balance(r.Context(), office) }))
	mux.HandleFunc("GET /console/packs", s.look("packs", func(r *http.Request, office string) (any, error) { return c.Packs(r.Context(), office) }))
	mux.HandleFunc("GET /console/access", s.look("access", s.access))
	mux.HandleFunc("GET /console/statistics", s.look("statistics", func(r *http.Request, office string) (any, error) {
		all, err := c.Petitions(r.Context(), office, 100_000)
		lang := languageOf(r)
		return map[string]any{"States": count(all, func(p petition.Petition) string { return s.words.in(lang, "state."+string(p.State)) }), "Form": count(all, func(p petition.Petition) string { return p.Form })}, err
	}))
	mux.HandleFunc("GET /console/statistics.csv", s.openData)
	mux.HandleFunc("GET /console/audit", s.look("audit", s.audit))

	mux.HandleFunc("POST /console/revoke", s.change(central.RoleAdmin, func(w http.ResponseWriter, r *http.Request, o central.Session) error {
		reason := strings.TrimSpace(r.PostFormValue("reason"))
		if reason == "" {
			return fmt.Errorf("a reason is wanted")
		}
		if number := r.PostFormValue("number"); number != "" {
			if err := c.RevokeCertificate(r.Context(), o.Official, number, reason); err != nil {
				return err
			}
		} else if err := c.RevokeStation(r.Context(), o.Official, r.PostFormValue("station"), reason, r.PostFormValue("stolen") != ""); err != nil {
			return err
		}
		s.back(w, r, "done")
		return nil
	}))
	mux.HandleFunc("POST /console/reinstate", s.change(central.RoleAdmin, func(w http.ResponseWriter, r *http.Request, _ central.Session) error {
		if err := c.Reinstate(r.Context(), r.PostFormValue("station")); err != nil {
			return err
		}
		s.back(w, r, "done")
		return nil
	}))
	mux.HandleFunc("POST /console/settle", s.change(central.RoleRegistrar, func(w http.ResponseWriter, r *http.Request, o central.Session) error {
		seq, err := strconv.ParseUint(r.PostFormValue("seq"), 10, 63)
		if err != nil || seq == 0 {
			return fmt.Errorf("entry %q", r.PostFormValue("seq"))
		}
		if err := c.Settle(r.Context(), o.Official, r.PostFormValue("station"), seq, r.PostFormValue("how"), r.PostForm["field"]...); err != nil {
			return err
		}
		s.back(w, r, "done")
		return nil
	}))
	mux.HandleFunc("POST /console/rollback", s.change(central.RoleAdmin, func(w http.ResponseWriter, r *http.Request, _ central.Session) error {
		if err := c.RollBack(r.Context(), r.PostFormValue("office"), r.PostFormValue("pack")); err != nil {
			return err
		}
		s.back(w, r, "done")
		return nil
	}))
}

// difference is one field of a conflict, with all three values.
type difference struct {
	Field              string
	Seen, Mine, Theirs string
	Overlaps           bool
}

type asideView struct {
	central.Aside
	Fields []difference
}

func (s *Site) asides(r *http.Request, office string) (any, error) {
	all, err := s.central.Asides(r.Context(), office, 200)
	out := make([]asideView, len(all))
	for i, a := range all {
		out[i].Aside = a
		if a.Change == nil {
			continue
		}
		names := slices.Concat(slices.Collect(maps.Keys(a.Change.Set)), a.Change.Clear)
		slices.Sort(names)
		for _, n := range slices.Compact(names) {
			out[i].Fields = append(out[i].Fields, difference{n, text(a.Change.Old, n), text(a.Change.Set, n), text(a.Record.Fields, n), slices.Contains(a.Verdict.Fields, n)})
		}
	}
	return out, err
}

func text(f register.Fields, name string) string {
	if f[name] == nil {
		return ""
	}
	return fmt.Sprint(f[name])
}

// look is one line of who looked at whom.
type lookedAt struct {
	central.Entry
	act.Viewing
}

func (s *Site) access(r *http.Request, office string) (any, error) {
	var out []lookedAt
	err := s.central.Store.View(r.Context(), func(tx central.Tx) error {
		f := central.EntryFilter{Office: office, Kind: act.RecordViewed, Newest: true, Limit: 500}
		if id := r.URL.Query().Get("resident"); id != "" {
			f.Subject = register.Residents + "/" + id
		}
		entries, err := tx.Entries(f)
		for _, e := range entries {
			if v, err := act.Decode[act.Viewing](e.Payload); err == nil {
				out = append(out, lookedAt{e, v})
			}
		}
		return err
	})
	return map[string]any{"Lines": out, "Resident": r.URL.Query().Get("resident")}, err
}

func (s *Site) audit(r *http.Request, office string) (any, error) {
	q := r.URL.Query()
	f := central.EntryFilter{Office: office, Station: q.Get("station"), Officer: q.Get("officer"), Kind: q.Get("kind"), Subject: q.Get("subject"), Newest: true, Limit: 200, Bare: true}
	var out []central.Entry
	err := s.central.Store.View(r.Context(), func(tx central.Tx) (err error) {
		out, err = tx.Entries(f)
		return err
	})
	return map[string]any{"Entries": out, "Query": f}, err
}

// bar is one bar of a chart.
type bar struct {
	Name  string
	Count int
	Width int // of 100
	Y     int
}

func count(all []petition.Petition, of func(petition.Petition) string) []bar {
	n := map[string]int{}
	most := 1
	for _, p := range all {
		n[of(p)]++
		most = max(most, n[of(p)])
	}
	bars := make([]bar, 0, len(n))
	for name, c := range n {
		bars = append(bars, bar{Name: name, Count: c, Width: 2 + c*398/most})
	}
	slices.SortFunc(bars, func(a, b bar) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Name, b.Name)
	})
	for i := range bars {
		bars[i].Y = i * 32
	}
	return bars
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
	out.Write([]string{"office", "form", "state", "petitions"})
	for _, l := range lines {
		told := strconv.Itoa(n[l])
		if n[l] < 3 {
			told = "<3"
		}
		out.Write([]string{cell(l.office), cell(l.form), cell(l.state), told})
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

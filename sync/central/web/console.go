package web

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/central"
	"sala/sync/wire"
)

// console adds the officials' pages.
func (s *Site) console(mux *http.ServeMux) {
	c := s.central
	for name, data := range map[string]func(*http.Request, string) (any, error){
		"stations": s.stations, "petitions": s.petitions, "aside": s.asides, "packs": s.packs, "access": s.access, "statistics": s.statistics, "audit": s.audit,
		"numbers": func(r *http.Request, office string) (any, error) { return c.Balance(r.Context(), office) },
	} {
		mux.HandleFunc("GET /console/"+name, s.look(name, data))
	}
	s.officials(mux)
	s.ownPassword(mux)
	mux.HandleFunc("GET /console/statistics.csv", s.openData)
	mux.HandleFunc("POST "+pathAddPack, s.change(central.RoleAdmin, s.addPack))
	mux.HandleFunc("POST /console/sendpack", s.change(central.RoleAdmin, s.sendPack))
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

// Stands reports whether the station's word may be let stand as it is: a
// petition that its form does not take.
func (a asideView) Stands() bool { return a.Verdict.Reason == central.ReasonForm }

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

// found is a petition that was asked for by its number, or those that changed
// last.
func (s *Site) petitions(r *http.Request, office string) (any, error) {
	asked := strings.TrimSpace(r.URL.Query().Get("number"))
	limit := 200
	if asked != "" {
		limit = 100_000
	}
	all, err := s.central.Petitions(r.Context(), office, limit)
	if asked != "" {
		all = slices.DeleteFunc(all, func(p petition.Petition) bool {
			return !strings.EqualFold(p.Number, asked) && p.ID != asked && !slices.ContainsFunc(p.Certificates, func(c petition.Certificate) bool { return strings.EqualFold(c.Number, asked) })
		})
	}
	return map[string]any{"Petitions": all, "Number": asked}, err
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
	from, fromOK := day(q.Get("from"), s.zone(r, office))
	to, toOK := day(q.Get("to"), s.zone(r, office))
	if fromOK {
		f.Since = from.UnixMilli()
	}
	if toOK {
		f.Until = to.AddDate(0, 0, 1).UnixMilli()
	}
	if o := q.Get("outcome"); o == wire.Conflict || o == wire.Rejected || o == wire.Accepted {
		f.Outcomes = []string{o}
	}
	if n, err := strconv.Atoi(q.Get("n")); err == nil {
		f.Limit = min(max(n, f.Limit), 6400)
	}
	var out []central.Entry
	err := s.central.Store.View(r.Context(), func(tx central.Tx) (err error) {
		out, err = tx.Entries(f)
		return err
	})
	older := ""
	if len(out) == f.Limit {
		next := r.URL.Query()
		next.Set("n", strconv.Itoa(2*f.Limit))
		older = "?" + next.Encode()
	}
	return map[string]any{"Entries": out, "Query": f, "From": q.Get("from"), "To": q.Get("to"), "Outcome": q.Get("outcome"), "Older": older}, err
}

// day reads a day, as a browser's field for dates gives it.
func day(s string, zone *time.Location) (time.Time, bool) {
	t, err := time.ParseInLocation(time.DateOnly, s, zone)
	return t, err == nil
}

func sorted(s []string) []string {
	slices.Sort(s)
	return s
}

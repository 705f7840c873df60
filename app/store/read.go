package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/wire"
)

// view is a consistent view of the tables.
type view struct {
	ctx   context.Context
	s     *Store
	c     *conn
	found map[string]selection // by a text, for the count of a list and its rows; nil where what is written may change it
}

var _ office.Reader = (*view)(nil)

func (v *view) projection() *projection { return &projection{c: v.c, office: v.s.identity.Office} }

// Record returns a record of any register.
func (v *view) Record(reg, id string) (register.Record, error) {
	rec, _, err := v.projection().record(reg, id)
	return rec, err
}

// Resident returns the resident of that ID; of a record that was joined to
// another, the one that stays.
func (v *view) Resident(id string) (register.Resident, error) {
	rec, err := v.Record(register.Residents, id)
	if err != nil {
		return register.AsResident(rec), err
	}
	return v.staying(register.AsResident(rec))
}

// ResidentByNumber returns the resident with that national number.
func (v *view) ResidentByNumber(number string) (register.Resident, error) {
	if number == "" {
		return register.Resident{}, fmt.Errorf("resident without a number: %w", office.ErrNotFound)
	}
	recs, err := v.records("SELECT body, version FROM record INDEXED BY record_number WHERE number = ? AND register = ? ORDER BY id LIMIT 1", number, register.Residents)
	if err != nil {
		return register.Resident{}, err
	}
	if len(recs) == 0 {
		return register.Resident{}, fmt.Errorf("resident with that number: %w", office.ErrNotFound)
	}
	return v.staying(register.AsResident(recs[0]))
}

// Present returns which of the IDs of a register, and which of the numbers of
// its records, are there.
func (v *view) Present(reg string, ids, numbers []string) (map[string]bool, error) {
	out := map[string]bool{}
	for _, q := range []struct {
		query string
		of    []string
	}{
		{"SELECT j.value FROM json_each(?) j CROSS JOIN record r INDEXED BY record_id ON r.register = ? AND r.id = j.value", ids},
		{"SELECT j.value FROM json_each(?) j CROSS JOIN record r INDEXED BY record_number ON +r.register = ? AND r.number = j.value", numbers},
	} {
		there, err := column[string](v.c, q.query, among(q.of), reg)
		if err != nil {
			return nil, err
		}
		for _, s := range there {
			out[s] = true
		}
	}
	return out, nil
}

// Household returns the household of that ID.
func (v *view) Household(id string) (register.Household, error) {
	rec, err := v.Record(register.Households, id)
	return register.AsHousehold(rec), err
}

// Members returns who lives in a household: the head first, then by birth.
func (v *view) Members(household string) ([]register.Resident, error) {
	if household == "" {
		return nil, nil
	}
	recs, err := v.records("SELECT body, version FROM record WHERE household = ? ORDER BY head DESC, birth, id", household)
	if err != nil {
		return nil, err
	}
	members := make([]register.Resident, len(recs))
	for i, rec := range recs {
		members[i] = register.AsResident(rec)
	}
	return members, nil
}

func (v *view) records(query string, args ...any) ([]register.Record, error) {
	return list(v.c, query, args, func(scan func(...any) error) (register.Record, error) {
		var body []byte
		var version uint64
		if err := scan(&body, &version); err != nil {
			return register.Record{}, err
		}
		return decodeRecord(body, version)
	})
}

// Petition returns a petition.
func (v *view) Petition(id string) (petition.Petition, error) {
	p, _, err := v.projection().petition(id)
	return p, err
}

// Petitions returns those that the filter selects, the newest change first.
func (v *view) Petitions(f office.PetitionFilter) ([]petition.Petition, error) {
	of, err := v.petitionsOf(f)
	if err != nil {
		return nil, err
	}
	if f.Limit <= 0 {
		f.Limit = -1
	}
	end := 0
	if f.Turned {
		end = 1
	}
	return bodies[petition.Petition](v.c, "SELECT body FROM petition WHERE "+of.where+" ORDER BY "+petitionOrders[f.Order][end]+" LIMIT ? OFFSET ?", append(slices.Clone(of.args), f.Limit, f.Offset)...)
}

// CountPetitions returns how many petitions a filter selects.
func (v *view) CountPetitions(f office.PetitionFilter) (n int, err error) {
	of, err := v.petitionsOf(f)
	if err != nil {
		return 0, err
	}
	_, err = v.c.one([]any{&n}, "SELECT count(*) FROM petition WHERE "+of.where, of.args...)
	return n, err
}

// petitionOrders are the orders, each from both ends.
var petitionOrders = map[office.Order][2]string{
	"":                 {"changed DESC, id DESC", "changed, id"},
	office.OldestFirst: {"changed, id", "changed DESC, id DESC"},
	office.ByNumber:    {"number, id", "number DESC, id DESC"},
	office.ByState:     {"state, changed DESC, id DESC", "state DESC, changed, id"},
}

func (v *view) petitionsOf(f office.PetitionFilter) (selection, error) {
	where, args := []string{"1"}, []any{}
	if len(f.States) > 0 {
		where = append(where, "state IN (?"+strings.Repeat(", ?", len(f.States)-1)+")")
		for _, s := range f.States {
			args = append(args, string(s))
		}
	}
	if f.Resident != "" {
		where, args = append(where, "resident IN ("+theSamePerson+")"), append(args, f.Resident)
	}
	if f.Officer != "" {
		where, args = append(where, "(created_by = ? OR submitted_by = ?)"), append(args, f.Officer, f.Officer)
	}
	of := selection{strings.Join(where, " AND "), args}
	if f.Text == "" {
		return of, nil
	}
	return v.narrowed(of, f.Text)
}

// Officer returns an officer.
func (v *view) Officer(id string) (act.Officer, error) {
	var body []byte
	found, err := v.c.one([]any{&body}, "SELECT body FROM officer WHERE id = ?", id)
	if err != nil {
		return act.Officer{}, err
	}
	if !found {
		return act.Officer{}, fmt.Errorf("officer %s: %w", id, office.ErrNotFound)
	}
	return act.Decode[act.Officer](body)
}

// Officers returns those who may sign in now.
func (v *view) Officers() ([]act.Officer, error) {
	all, err := bodies[act.Officer](v.c, "SELECT body FROM officer ORDER BY id")
	now, out := v.s.env.Now().Unix(), all[:0]
	for _, o := range all {
		if o.Until == 0 || o.Until > now {
			out = append(out, o)
		}
	}
	return out, err
}

// NextNumber returns the lowest free number of a valid lease.
func (v *view) NextNumber(kind string) (act.NumberUse, error) {
	free, err := v.FreeNumbers(kind, 1)
	if err == nil && len(free) == 0 {
		err = fmt.Errorf("%s: %w", kind, office.ErrNoNumbers)
	}
	if err != nil {
		return act.NumberUse{}, err
	}
	return free[0], nil
}

// NumbersLeft returns how many numbers of that kind are free.
func (v *view) NumbersLeft(kind string) (int, error) {
	var n int
	_, err := v.c.one([]any{&n}, "SELECT coalesce(sum(last - first + 1 - used), 0) FROM lease WHERE kind = ? AND (expires = 0 OR expires > ?)", kind, v.s.env.Now().Unix())
	return n, err
}

// Journal returns how far the journal has come.
func (v *view) Journal() (office.JournalState, error) {
	h, _, err := head(v.c)
	if err != nil {
		return office.JournalState{}, err
	}
	st := office.JournalState{Station: v.s.identity.Station, Entries: h.Seq, Head: h.Hash.String()}
	if st.Acknowledged, err = number64(v.c, settingAcked); err != nil {
		return st, err
	}
	st.Pending = int(st.Entries - min(st.Entries, st.Acknowledged))
	synced, err := number64(v.c, settingSyncedAt)
	if err != nil {
		return st, err
	}
	if synced > 0 {
		st.LastSync = time.UnixMilli(int64(synced))
	}
	_, err = v.c.one([]any{&st.SetAside}, "SELECT count(*) FROM verdict v LEFT JOIN settled s ON s.seq = v.seq WHERE v.outcome <> '"+wire.Accepted+"' AND s.seq IS NULL")
	return st, err
}

// number64 reads a setting that is a number, 0 where there is none.
func number64(c *conn, name string) (uint64, error) {
	b, err := setting(c, name)
	if err != nil || b == nil {
		return 0, err
	}
	return strconv.ParseUint(string(b), 10, 64)
}

func setNumber64(c *conn, name string, n uint64) error {
	return setSetting(c, name, strconv.AppendUint(nil, n, 10))
}

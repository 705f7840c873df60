package sqlstore

import (
	"sala/sync/central"
)

const itemColumns = "office, what, id, version, position, body"

func scanItem(row func(...any) error) (central.Item, error) {
	var i central.Item
	err := row(&i.Office, &i.What, &i.ID, &i.Version, &i.Position, &i.Body)
	return i, err
}

// Items implements central.Tx.
func (t *tx) Items(office string, keys []central.Key) (map[central.Key]central.Item, error) {
	found := make(map[central.Key]central.Item, len(keys))
	err := t.byKeys(keys, func(list string, args []any) error {
		return t.query("select "+itemColumns+" from item where office = ? and (what, id) in (values "+list+")", append([]any{office}, args...), func(row func(...any) error) error {
			i, err := scanItem(row)
			found[i.Key] = i
			return err
		})
	})
	return found, err
}

// Owners implements central.Tx.
func (t *tx) Owners(keys []central.Key) (map[central.Key]string, error) {
	owners := make(map[central.Key]string, len(keys))
	err := t.byKeys(keys, func(list string, args []any) error {
		return t.query("select what, id, office from item where length(body) > 0 and (what, id) in (values "+list+")", args, func(row func(...any) error) error {
			var k central.Key
			var office string
			err := row(&k.What, &k.ID, &office)
			owners[k] = office
			return err
		})
	})
	return owners, err
}

// byKeys runs do with lists of a few sizes, so that the statements repeat.
func (t *tx) byKeys(keys []central.Key, do func(list string, args []any) error) error {
	for len(keys) > 0 {
		n := 512
		for n > len(keys) {
			n /= 4
		}
		n = max(n, 1)
		args := make([]any, 0, 2*n+1)
		for _, k := range keys[:n] {
			args = append(args, k.What, k.ID)
		}
		if err := do(groups(n, 2), args); err != nil {
			return err
		}
		keys = keys[n:]
	}
	return nil
}

// PutItems implements central.Tx.
func (t *tx) PutItems(items []central.Item) error {
	args := make([]any, 0, len(items)*6)
	for _, i := range items {
		body := i.Body
		if body == nil {
			body = []byte{}
		}
		args = append(args, i.Office, i.What, i.ID, int64(i.Version), int64(i.Position), body)
	}
	return t.insert("insert into item ("+itemColumns+")", " on conflict (office, what, id) do update set version = excluded.version, position = excluded.position, body = excluded.body", 6, args)
}

// Feed implements central.Tx.
func (t *tx) Feed(office string, after uint64, limit int) ([]central.Item, error) {
	return list(t, "select "+itemColumns+" from item where office = ? and position > ? order by position limit ?", []any{office, int64(after), limit}, scanItem)
}

// Newest implements central.Tx.
func (t *tx) Newest(office, what string, limit int) ([]central.Item, error) {
	where, args := "what = ? and length(body) > 0", []any{what}
	if office != "" {
		where, args = where+" and office = ?", append(args, office)
	}
	return list(t, "select "+itemColumns+" from item where "+where+" order by position desc limit ?", append(args, limit), scanItem)
}

const leaseColumns = "id, office, station, kind, year, first, last, format, expires, key_id, signature, given, pool"

func (t *tx) leases(where string, arg any) ([]central.Lease, error) {
	return list(t, "select "+leaseColumns+" from lease where "+where+" order by given, id", []any{arg}, func(row func(...any) error) (l central.Lease, err error) {
		err = row(&l.ID, &l.Office, &l.Station, &l.Kind, &l.Year, &l.From, &l.To, &l.Format, &l.Expires, &l.KeyID, &l.Signature, &l.Given, &l.Pool)
		return l, err
	})
}

// Leases implements central.Tx.
func (t *tx) Leases(station string) ([]central.Lease, error) {
	return t.leases("station = ?", station)
}

// AllLeases implements central.Tx.
func (t *tx) AllLeases(office string) ([]central.Lease, error) {
	return t.leases("office = ?", office)
}

// PutLease implements central.Tx.
func (t *tx) PutLease(l central.Lease) error {
	return t.exec("insert into lease ("+leaseColumns+") values (?,?,?,?,?,?,?,?,?,?,?,?,?)",
		l.ID, l.Office, l.Station, l.Kind, l.Year, int64(l.From), int64(l.To), l.Format, l.Expires, l.KeyID, l.Signature, l.Given, l.Pool)
}

// MoveLease implements central.Tx.
func (t *tx) MoveLease(l central.Lease) error {
	return t.exec("update lease set station = ?, key_id = ?, signature = ?, pool = ? where id = ?", l.Station, l.KeyID, l.Signature, l.Pool, l.ID)
}

// Uses implements central.Tx.
func (t *tx) Uses(lease string) ([]central.Use, error) {
	return list(t, "select lease, number, text, state, reason, station, seq from used where lease = ? order by number", []any{lease}, func(row func(...any) error) (u central.Use, err error) {
		err = row(&u.Lease, &u.Number, &u.Text, &u.State, &u.Reason, &u.Station, &u.Seq)
		return u, err
	})
}

// Used implements central.Tx.
func (t *tx) Used(lease string, numbers []uint64) (map[uint64]bool, error) {
	used := map[uint64]bool{}
	if len(numbers) == 0 {
		return used, nil
	}
	low, high := numbers[0], numbers[0]
	for _, n := range numbers {
		low, high = min(low, n), max(high, n)
	}
	err := t.query("select number from used where lease = ? and number between ? and ?", []any{lease, int64(low), int64(high)}, func(row func(...any) error) error {
		var n uint64
		err := row(&n)
		used[n] = true
		return err
	})
	return used, err
}

// AddUses implements central.Tx.
func (t *tx) AddUses(uses []central.Use) error {
	args := make([]any, 0, len(uses)*7)
	for _, u := range uses {
		args = append(args, u.Lease, int64(u.Number), u.Text, u.State, u.Reason, u.Station, int64(u.Seq))
	}
	return t.insert("insert into used (lease, number, text, state, reason, station, seq)", "", 7, args)
}

package sqlstore

import (
	"fmt"

	"sala/sync/central"
)

// Attachment implements central.Tx.
func (t *tx) Attachment(hash string) (central.Attachment, error) {
	var a central.Attachment
	query := "select hash, office, station, size, received from attachment where hash = ?"
	if t.updating {
		query += t.store.forUpdate
	}
	err := t.one("attachment", query, []any{hash}, &a.Hash, &a.Office, &a.Station, &a.Size, &a.Received)
	return a, err
}

// PutAttachment implements central.Tx.
func (t *tx) PutAttachment(a central.Attachment) error {
	return t.exec("insert into attachment (hash, office, station, size, received) values (?,?,?,?,?) on conflict (hash) do update set received = excluded.received",
		a.Hash, a.Office, a.Station, a.Size, a.Received)
}

// AddChunk implements central.Tx.
func (t *tx) AddChunk(hash string, n int, b []byte) error {
	return t.exec("insert into chunk (hash, n, body) values (?,?,?) on conflict (hash, n) do update set body = excluded.body", hash, n, b)
}

// Chunk implements central.Tx.
func (t *tx) Chunk(hash string, n int) ([]byte, error) {
	var b []byte
	err := t.one(fmt.Sprintf("chunk %d", n), "select body from chunk where hash = ? and n = ?", []any{hash, n}, &b)
	return b, err
}

// Setting implements central.Tx.
func (t *tx) Setting(space, id string) ([]byte, error) {
	var b []byte
	err := t.one(space, "select body from setting where space = ? and id = ?", []any{space, id}, &b)
	return b, err
}

// Settings implements central.Tx.
func (t *tx) Settings(space string) (map[string][]byte, error) {
	all := map[string][]byte{}
	err := t.query("select id, body from setting where space = ?", []any{space}, func(row func(...any) error) error {
		var id string
		var b []byte
		err := row(&id, &b)
		all[id] = b
		return err
	})
	return all, err
}

// PutSetting implements central.Tx.
func (t *tx) PutSetting(space, id string, body []byte) error {
	if body == nil {
		return t.exec("delete from setting where space = ? and id = ?", space, id)
	}
	return t.exec("insert into setting (space, id, body) values (?,?,?) on conflict (space, id) do update set body = excluded.body", space, id, body)
}

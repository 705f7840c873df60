package store

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"sala/app/store/search"
)

// Plain takes the encryption away, to measure what it costs.
func Plain(e Environment) Environment {
	e.plain = true
	return e
}

// WithSchema gives a store other migrations than the program's.
func WithSchema(e Environment, files fs.FS) Environment {
	e.schema = files
	return e
}

// Schema returns the program's own migrations.
func Schema() fs.FS { return schema }

// Plans returns the query plan of every statement that the store has prepared.
func Plans(s *Store) (map[string][]string, error) {
	out := map[string][]string{}
	c := <-s.writer
	defer func() { s.writer <- c }()
	for _, from := range s.all {
		for query := range from.stmts {
			verb, _, _ := strings.Cut(query, " ")
			if verb != "SELECT" && verb != "UPDATE" && verb != "DELETE" {
				continue
			}
			rows, err := c.c.QueryContext(context.Background(), "EXPLAIN QUERY PLAN "+query, make([]any, strings.Count(query, "?"))...)
			if err != nil {
				return nil, err
			}
			for rows.Next() {
				var id, parent, unused int
				var detail string
				if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
					return nil, err
				}
				out[query] = append(out[query], detail)
			}
			rows.Close()
		}
	}
	return out, nil
}

// dumped are the tables whose rows make a database; search follows from them.
var dumped = []string{"setting", "journal", "verdict", "acknowledgement", "trunk", "record", "petition", "certificate", "payment", "lease", "number", "officer", "viewing", "settled"}

// Dump writes the rows of a station as SQL: the fixture of its version.
func Dump(s *Store) (string, error) {
	c := <-s.writer
	defer func() { s.writer <- c }()
	var b strings.Builder
	for _, table := range dumped {
		if !has(c, table) {
			continue
		}
		rows, err := c.query("SELECT * FROM " + table)
		if err != nil {
			return "", err
		}
		columns, err := rows.Columns()
		if err != nil {
			return "", err
		}
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		for rows.Next() {
			if err := rows.Scan(into...); err != nil {
				return "", err
			}
			literals := make([]string, len(values))
			for i, v := range values {
				switch v := v.(type) {
				case nil:
					literals[i] = "NULL"
				case []byte:
					literals[i] = fmt.Sprintf("x'%x'", v)
				case string:
					literals[i] = "'" + strings.ReplaceAll(v, "'", "''") + "'"
				default:
					literals[i] = fmt.Sprint(v)
				}
			}
			fmt.Fprintf(&b, "INSERT INTO %s (%s) VALUES (%s);\n", table, strings.Join(columns, ", "), strings.Join(literals, ", "))
		}
		rows.Close()
	}
	return b.String(), nil
}

// Load puts a dump in place of everything that the station holds.
func Load(s *Store, dump string) error {
	return s.write(context.Background(), "load", func(c *conn) error {
		for _, table := range dumped {
			if !has(c, table) {
				continue
			}
			if err := c.script("DELETE FROM " + table); err != nil {
				return err
			}
		}
		return c.script(dump)
	})
}

func has(c *conn, table string) bool {
	var n int
	found, err := c.one([]any{&n}, "SELECT 1 FROM sqlite_schema WHERE name = ?", table)
	return found && err == nil
}

// Terms returns the terms under which each resident's row is found.
func Terms(s *Store) (map[string][]string, error) {
	c := <-s.writer
	defer func() { s.writer <- c }()
	if err := c.script("CREATE VIRTUAL TABLE IF NOT EXISTS temp.record_terms USING fts5vocab (main, record_keys, instance)"); err != nil {
		return nil, err
	}
	out := map[string][]string{}
	err := c.each("SELECT r.id, t.term FROM temp.record_terms t LEFT JOIN record r ON r.rid = t.doc ORDER BY r.id, t.term", nil, func(scan func(...any) error) error {
		var id, term string
		err := scan(&id, &term)
		out[id] = append(out[id], term)
		return err
	})
	return out, err
}

// Forget empties an index, as a station of an older version has it.
func Forget(s *Store, index string) error {
	return s.write(context.Background(), "forget", func(c *conn) error {
		if err := c.script("INSERT INTO " + index + " (" + index + ") VALUES ('delete-all')"); err != nil {
			return err
		}
		return setNumber64(c, settingIndex, 0)
	})
}

// Vocabulary returns every word that a search knows.
func Vocabulary(s *Store) ([]string, error) {
	c := <-s.writer
	defer func() { s.writer <- c }()
	return vocabulary{c}.words(1_000_000, func(string) bool { return true }, "SELECT word FROM word")
}

// Tables returns the tables of the schema, without those of an index.
func Tables(s *Store) ([]string, error) {
	c := <-s.writer
	defer func() { s.writer <- c }()
	return column[string](c, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
}

// Rows counts the rows of tables.
func Rows(s *Store, tables []string) (map[string]int, error) {
	c := <-s.writer
	defer func() { s.writer <- c }()
	out := map[string]int{}
	for _, name := range tables {
		var n int
		if _, err := c.one([]any{&n}, "SELECT count(*) FROM "+name); err != nil {
			return nil, err
		}
		out[name] = n
	}
	return out, nil
}

// Stays returns the tables that stay when what was carried is brought back.
func Stays() []string { return slices.Sorted(maps.Keys(stays)) }

// Impersonal returns the kinds of entries that stay whole.
func Impersonal() []string { return impersonal }

// Run runs a script, as somebody does who has the key and means ill.
func Run(s *Store, script string) error {
	return s.write(context.Background(), "run", func(c *conn) error { return c.script(script) })
}

// Narrowed returns the petitions that a text finds when they are looked through
// one by one, and when the index is asked.
func Narrowed(s *Store, text string) (through, indexed []string, err error) {
	err = s.read(context.Background(), func(v *view) error {
		for few, out := range map[int]*[]string{fewPetitions: &through, 0: &indexed} {
			of, err := v.narrow(selection{where: "1"}, search.Parse(text), few)
			if err != nil {
				return err
			}
			if *out, err = column[string](v.c, "SELECT id FROM petition WHERE "+of.where+" ORDER BY id", of.args...); err != nil {
				return err
			}
		}
		return nil
	})
	return through, indexed, err
}

package store

import (
	"context"
	"io/fs"
	"strings"
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

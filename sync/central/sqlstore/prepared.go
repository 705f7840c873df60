package sqlstore

import (
	"context"
	"database/sql"
	"sync"
)

// prepared keeps SQLite's statements: to plan one takes longer than to run it.
// A statement is prepared between transactions, because the only connection
// that writes is taken during one. PostgreSQL's driver has its own.
type prepared struct {
	mu   sync.Mutex
	kept map[string]*sql.Stmt
}

// most is how many statements are kept; there are fewer than this, unless
// somebody searches in many ways.
const most = 300

func (p *prepared) get(query string) *sql.Stmt {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.kept[query]
}

// add prepares statements that a transaction ran and that were not kept.
func (p *prepared) add(ctx context.Context, db *sql.DB, queries []string) {
	for _, q := range queries {
		p.mu.Lock()
		known := p.kept[q] != nil || len(p.kept) >= most
		p.mu.Unlock()
		if known {
			continue
		}
		st, err := db.PrepareContext(ctx, q)
		if err != nil {
			return // it runs unprepared
		}
		p.mu.Lock()
		if p.kept[q] == nil {
			p.kept[q], st = st, nil
		}
		p.mu.Unlock()
		if st != nil {
			st.Close()
		}
	}
}

func (p *prepared) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, st := range p.kept {
		st.Close()
	}
	clear(p.kept)
}

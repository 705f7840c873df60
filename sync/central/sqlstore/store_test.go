package sqlstore_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"

	"sala/sync/central"
	"sala/sync/central/sqlstore"
	"sala/sync/central/sqlstore/pgserver"
	"sala/sync/central/suite"
)

// server is the PostgreSQL that all tests of the package share.
var server *pgserver.Server

func TestMain(m *testing.M) {
	var err error
	if server, err = pgserver.Start(context.Background(), "fsync=off"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	server.Close()
	os.Exit(code)
}

func openSQLite(t *testing.T) (central.Store, func() central.Store) {
	dir := t.TempDir()
	again := func() central.Store { return keep(t)(sqlstore.OpenSQLite(context.Background(), dir)) }
	return again(), again
}

func openPostgres(t *testing.T) (central.Store, func() central.Store) {
	address, err := server.Database(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	again := func() central.Store { return keep(t)(sqlstore.OpenPostgres(context.Background(), address)) }
	return again(), again
}

// keep closes the store when the test ends.
func keep(t *testing.T) func(*sqlstore.Store, error) central.Store {
	return func(s *sqlstore.Store, err error) central.Store {
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		return s
	}
}

func TestSQLite(t *testing.T) {
	suite.Store(t, openSQLite)
	suite.Rules(t, openSQLite)
}

func TestPostgres(t *testing.T) {
	suite.Store(t, openPostgres)
	suite.Rules(t, openPostgres)
}

// The random plays: some short ones, or as many long ones as SALA_LONG
// says (1 means ten thousand).
func TestModelOnSQLite(t *testing.T)   { model(t, openSQLite, 40) }
func TestModelOnPostgres(t *testing.T) { model(t, openPostgres, 5) }

func model(t *testing.T, open suite.Open, seeds uint64) {
	steps := 12
	if long := os.Getenv("SALA_LONG"); long != "" {
		seeds, steps = 10000, 40
		if n, err := strconv.ParseUint(long, 10, 64); err == nil && n > 1 {
			seeds = n
		}
	}
	for seed := range seeds {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) { suite.Model(t, open, seed, steps) })
	}
}

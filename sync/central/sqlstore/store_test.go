package sqlstore_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"sala/sync/central"
	"sala/sync/central/sqlstore"
	"sala/sync/central/sqlstore/pgserver"
	"sala/sync/central/suite"
)

// server is the PostgreSQL that all tests of the package share.
var server *pgserver.Server

func TestMain(m *testing.M) {
	flag.Parse()
	err := flag.Set("test.parallel", "6") // the plays wait more than they work
	if err == nil {
		server, err = pgserver.Start(context.Background(), "fsync=off")
	}
	if err != nil {
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
	t.Run("Grouping", func(t *testing.T) { suite.Grouping(t, openSQLite) })
}

func TestPostgres(t *testing.T) {
	suite.Store(t, openPostgres)
	suite.Rules(t, openPostgres)
	t.Run("Grouping", func(t *testing.T) { suite.Grouping(t, openPostgres) })
}

// The random plays: a hundred short ones, or as many long ones as SALA_LONG
// says.
func TestModelOnSQLite(t *testing.T)   { model(t, openSQLite, 100) }
func TestModelOnPostgres(t *testing.T) { model(t, openPostgres, 10) }

func model(t *testing.T, open suite.Open, seeds uint64) {
	from, steps := uint64(0), 8
	if long := os.Getenv("SALA_LONG"); long != "" {
		from, seeds, steps = slice(long)
	}
	for seed := from; seed < seeds; seed++ {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			suite.Model(t, open, seed, steps)
		})
	}
}

// slice reads which seeds of the long form are to be played: "1" is all ten
// thousand, "500" the first so many, "500:900" those from and before.
func slice(s string) (from, to uint64, steps int) {
	if a, b, ok := strings.Cut(s, ":"); ok {
		from, _ = strconv.ParseUint(a, 10, 64)
		s = b
	}
	if to, _ = strconv.ParseUint(s, 10, 64); to <= 1 {
		to = 10000
	}
	return from, to, 40
}

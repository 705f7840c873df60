// Package service runs a central system: it opens a data folder, listens, and
// stops gracefully. cmd/central and the demonstration start the same one.
package service

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sala/sync/central"
	"sala/sync/central/outward"
	"sala/sync/central/sqlstore"
)

// Config says where a central system keeps its data and where it listens.
type Config struct {
	Dir      string   // data folder: keys, and the database unless Postgres is given
	Postgres string   // address of a PostgreSQL database, "" for SQLite in Dir
	Listen   string   // "127.0.0.1:0" for a free port
	Names    []string // further host names and addresses that stations call it by
	Packs    []fs.FS  // that the program brings along; without any, petitions are not checked against their forms
	Now      func() time.Time
	Log      *slog.Logger
}

// Service is an open central system.
type Service struct {
	Central *central.Central
	store   io.Closer // what Close closes, nil when it is the caller's
	config  Config
	outward *outward.Outward
}

// Open opens the data folder, and makes it when it is not there.
func Open(ctx context.Context, c Config) (*Service, error) {
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("open central: %w", err)
	}
	var store *sqlstore.Store
	var err error
	if c.Postgres != "" {
		store, err = sqlstore.OpenPostgres(ctx, c.Postgres)
	} else {
		store, err = sqlstore.OpenSQLite(ctx, c.Dir)
	}
	if err != nil {
		return nil, err
	}
	s, err := Over(store, c)
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	s.store = store
	return s, nil
}

// Over runs a central system over a store that the caller opened, and closes.
// Processes of one central system share the keys in the data folder.
func Over(store central.Store, c Config) (*Service, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	authority, err := central.OpenAuthority(c.Dir, c.Now)
	if err != nil {
		return nil, err
	}
	papers, err := central.OpenPapers(c.Dir, c.Now)
	if err != nil {
		return nil, err
	}
	token, err := adminToken(filepath.Join(c.Dir, "admin.token"))
	if err != nil {
		return nil, fmt.Errorf("open central: %w", err)
	}
	served := central.New(central.Config{Store: store, Authority: authority, Papers: papers, Now: c.Now, Log: c.Log, Admin: token, Packs: c.Packs})
	return &Service{Central: served, config: c, outward: outward.New(served, &http.Client{Timeout: time.Minute})}, nil
}

// adminToken reads the administrator's token, or makes it.
func adminToken(path string) (string, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		raw := make([]byte, 24)
		rand.Read(raw)
		b = []byte(hex.EncodeToString(raw) + "\n")
		err = os.WriteFile(path, b, 0o600)
	}
	return strings.TrimSpace(string(b)), err
}

// Ready is what a started central tells whoever started it.
type Ready struct {
	URL         string `json:"url"`
	Fingerprint string `json:"ca_fingerprint"` // SHA-256 of its authority, hex: stations pin it
	AdminToken  string `json:"-"`
}

// Partner takes another system in that is to be served.
func (s *Service) Partner(ctx context.Context, p outward.Partner) error { return s.outward.Add(ctx, p) }

// deliver serves the partners that are called, and sends the revocation list
// out, until ctx ends.
func (s *Service) deliver(ctx context.Context) {
	tick := time.NewTicker(deliverEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := s.outward.Deliver(ctx); err != nil && ctx.Err() == nil {
			s.Central.Log.Warn("partners", "error", central.Cause(err))
		}
		if err := s.Central.PublishDue(ctx); err != nil && ctx.Err() == nil {
			s.Central.Log.Warn("the revocation list waits", "error", central.Cause(err))
		}
	}
}

// deliverEvery is how often partners are called when something is new.
const deliverEvery = 10 * time.Second

// grace is how long requests may go on after the word to stop.
const grace = 10 * time.Second

// Serve listens, calls ready once, and serves until ctx ends. Requests that
// are under way then are finished.
func (s *Service) Serve(ctx context.Context, ready func(Ready)) error {
	l, err := net.Listen("tcp", s.config.Listen)
	if err != nil {
		return fmt.Errorf("serve central: %w", err)
	}
	host, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		l.Close()
		return fmt.Errorf("serve central: %w", err)
	}
	names := append([]string{"127.0.0.1", "::1", "localhost", host}, s.config.Names...)
	slices.Sort(names)
	config, err := s.Central.Authority.Server(slices.Compact(names)...)
	if err != nil {
		l.Close()
		return err
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
		if len(s.config.Names) > 0 {
			host = s.config.Names[0]
		}
	}
	server := &http.Server{
		Handler: s.handler(), ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo),
		ReadHeaderTimeout: 20 * time.Second, IdleTimeout: 3 * time.Minute, MaxHeaderBytes: 32 << 10,
	}
	delivering, stopDelivery := context.WithCancel(ctx)
	defer stopDelivery()
	go s.deliver(delivering)
	go func() { // the first petition need not wait for them
		if err := s.Central.ReadPacks(); err != nil {
			s.Central.Log.Error("cannot read the packs", "error", central.Cause(err))
		}
	}()
	done := make(chan error, 1)
	go func() { done <- server.Serve(tls.NewListener(l, config)) }()
	if ready != nil {
		ready(Ready{URL: "https://" + net.JoinHostPort(host, port), Fingerprint: s.Central.Authority.Fingerprint(), AdminToken: s.Central.Admin})
	}
	select {
	case err := <-done:
		return fmt.Errorf("serve central: %w", err)
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := server.Shutdown(stop); err != nil {
		return errors.Join(fmt.Errorf("stop central: %w", err), server.Close())
	}
	return nil
}

// Backup writes a copy of the database to a file, while central works. The
// keys in the data folder are not in it: they are kept apart, by hand.
func (s *Service) Backup(ctx context.Context, path string) error {
	b, ok := s.store.(*sqlstore.Store)
	if !ok {
		return errors.New("back up central: the database is not this process's")
	}
	return b.Backup(ctx, path)
}

// Close closes the database.
func (s *Service) Close() error {
	if s.store == nil {
		return nil
	}
	return s.store.Close()
}

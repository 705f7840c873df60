//go:build linux

// Package pgserver starts PostgreSQL servers of their own for tests and
// figures, each in a new folder and on a free port of the loopback. They need
// the programs of Debian's package postgresql.
package pgserver

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
)

// ErrMissing means that PostgreSQL is not installed.
var ErrMissing = errors.New("postgresql is missing: run go run ./cmd/dev test, which installs it")

// Server is a running server.
type Server struct {
	Dir       string
	Port      int
	bin       string
	cmd       *exec.Cmd
	databases atomic.Int64
}

// programs finds the folder of the server's programs.
func programs() (string, error) {
	if p, err := exec.LookPath("pg_ctl"); err == nil {
		if p, err = filepath.EvalSymlinks(p); err == nil {
			return filepath.Dir(p), nil
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/pg_ctl")
	if len(found) == 0 {
		return "", ErrMissing
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// command runs a program of PostgreSQL, which refuses to run as root.
func (s *Server) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	path := filepath.Join(s.bin, name)
	if os.Getuid() == 0 {
		// a process that changes who it is forgets to die with its parent, unless told
		args = append([]string{"--reuid=postgres", "--regid=postgres", "--clear-groups", "--pdeathsig=QUIT", "--", path}, args...)
		path = "setpriv"
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir = s.Dir
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "HOME="+s.Dir)
	return cmd
}

// New makes a database cluster in a new folder, not yet running.
func New(ctx context.Context) (*Server, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "sala-postgres-")
	if err != nil {
		return nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	s := &Server{Dir: dir, bin: bin}
	if os.Getuid() == 0 {
		if out, err := exec.CommandContext(ctx, "chown", "postgres:postgres", dir).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("start PostgreSQL: %w: %s", err, out)
		}
	}
	return s, nil
}

// Start makes a cluster and starts it.
func Start(ctx context.Context, settings ...string) (*Server, error) {
	s, err := New(ctx)
	if err != nil {
		return nil, err
	}
	if out, err := s.command(ctx, "initdb", "-D", s.data(), "-U", "sala", "-A", "trust", "--no-sync").CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("make a PostgreSQL cluster: %w: %s", err, out), s.Close())
	}
	if err := s.Run(settings...); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Server) data() string { return filepath.Join(s.Dir, "data") }

// Run starts the server on a free port (on the same one as before, if it ran
// before) and waits until it answers.
func (s *Server) Run(settings ...string) error {
	if s.Port == 0 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return fmt.Errorf("start PostgreSQL: %w", err)
		}
		s.Port = l.Addr().(*net.TCPAddr).Port
		l.Close()
	}
	args := []string{"-D", s.data(), "-p", fmt.Sprint(s.Port), "-h", "127.0.0.1", "-k", s.Dir, "-c", "max_connections=200"}
	for _, set := range settings {
		args = append(args, "-c", set)
	}
	log, err := os.OpenFile(filepath.Join(s.Dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	defer log.Close()
	s.cmd = s.command(context.Background(), "postgres", args...)
	s.cmd.Stdout, s.cmd.Stderr = log, log
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT}
	if err := s.cmd.Start(); err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	deadline := time.Now().Add(30 * time.Second)
	for {
		db, err := sql.Open("pgx", s.URL("postgres"))
		if err == nil {
			err = db.Ping()
			db.Close()
		}
		if err == nil {
			return nil
		}
		if time.Now().After(deadline) {
			b, _ := os.ReadFile(filepath.Join(s.Dir, "log"))
			return fmt.Errorf("start PostgreSQL: %w: %s", err, b[max(0, len(b)-2000):])
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// URL is the address of a database of the server.
func (s *Server) URL(database string) string {
	return fmt.Sprintf("postgres://sala@127.0.0.1:%d/%s?sslmode=disable", s.Port, database)
}

// Database makes a new, empty schema, which is as good as a database and much
// faster made, and returns its address.
func (s *Server) Database(ctx context.Context) (string, error) {
	db, err := sql.Open("pgx", s.URL("postgres"))
	if err != nil {
		return "", err
	}
	defer db.Close()
	name := fmt.Sprintf("test%d", s.databases.Add(1))
	if _, err := db.ExecContext(ctx, "create schema "+name); err != nil {
		return "", fmt.Errorf("make a schema: %w", err)
	}
	return s.URL("postgres") + "&search_path=" + name, nil
}

// Standby makes a hot standby of the server, which must have been started with
// the settings of Replication.
func (s *Server) Standby(ctx context.Context, name string) (*Server, error) {
	b, err := New(ctx)
	if err != nil {
		return nil, err
	}
	from := fmt.Sprintf("host=127.0.0.1 port=%d user=sala application_name=%s", s.Port, name)
	if out, err := b.command(ctx, "pg_basebackup", "-D", b.data(), "-d", from, "-R", "-X", "stream", "-c", "fast", "--no-sync").CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("copy a PostgreSQL cluster: %w: %s", err, out), b.Close())
	}
	if err := b.Run(); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

// Replication are the settings under which a commit returns only when the
// standby of that name has it on disk.
func Replication(standby string) []string {
	return []string{"wal_level=replica", "max_wal_senders=4", "synchronous_commit=on", "synchronous_standby_names=" + standby}
}

// Promote turns a standby into a primary.
func (s *Server) Promote(ctx context.Context) error {
	if out, err := s.command(ctx, "pg_ctl", "promote", "-D", s.data(), "-w").CombinedOutput(); err != nil {
		return fmt.Errorf("promote the standby: %w: %s", err, out)
	}
	return nil
}

// Kill ends the server as a power cut would.
func (s *Server) Kill() {
	if s.cmd == nil {
		return
	}
	s.cmd.Process.Kill()
	s.cmd.Wait()
	s.cmd = nil
}

// Stop shuts the server down in good order; Run starts it again.
func (s *Server) Stop() {
	if s.cmd != nil {
		s.cmd.Process.Signal(syscall.SIGINT) // fast shutdown
		s.cmd.Wait()
		s.cmd = nil
	}
}

// Close stops the server and removes its folder.
func (s *Server) Close() error {
	if s.cmd != nil {
		s.cmd.Process.Signal(syscall.SIGQUIT) // immediate shutdown: nothing of it is kept
		s.cmd.Wait()
		s.cmd = nil
	}
	return os.RemoveAll(s.Dir)
}

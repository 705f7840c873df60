package store

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"sala/app/office"
	"sala/app/store/cipherfs"
	"sala/app/store/keys"
	"sala/app/store/vfs"
	"sala/forms/act"
)

// FileName is the database's name in a station's folder.
const FileName = "station.db"

// Environment is what a store is given of the world; the zero value is the
// real one.
type Environment struct {
	Now    func() time.Time // the wall clock, which may be wrong and jump
	Random io.Reader
	Cost   keys.Cost  // of new passwords; zero = keys.Recommended
	Below  *vfs.Mount // for tests: the file system under the encryption
	// Witnesses are folders outside of the station's own, in which it notes the
	// end of its journal, so that an old copy of the whole folder is told.
	Witnesses []string
	// Sparse fetches no other station's photos and files before somebody opens
	// them, as a kiosk must and a laptop on a dear line may.
	Sparse bool
	// Discreet reads how far the journal has come without what its last entries
	// say, as a kiosk should, whose last entries are about the last citizen.
	Discreet bool
	// Indexing is told how many records the search index was made anew for,
	// which a newer program does as it opens; nil tells nobody.
	Indexing func(done int)

	plain  bool  // for figures only: what it would be without encryption
	schema fs.FS // for tests only: other migrations than the program's
}

func (e Environment) complete() Environment {
	if e.Now == nil {
		e.Now = time.Now
	}
	if e.Random == nil {
		e.Random = rand.Reader
	}
	if e.Cost == (keys.Cost{}) {
		e.Cost = keys.Recommended
	}
	if e.Indexing == nil {
		e.Indexing = func(int) {}
	}
	return e
}

// Options say what Create makes.
type Options struct {
	Station  string      // the station's name, such as "TH-5001-D01"
	Office   string      // the office's ID
	Officer  act.Officer // the first officer
	Password string      // hers
	Recovery string      // the agency's recovery key, an age recipient (age1…); "" for none
	Environment
}

// Identity is who the station is towards the central system.
type Identity struct {
	Station string
	Office  string
	Public  ed25519.PublicKey
	Signer  crypto.Signer // Ed25519
}

// Store is an open station. It is safe for several goroutines.
type Store struct {
	dir      string
	env      Environment
	identity Identity
	signing  ed25519.PrivateKey

	files  *cipherfs.Keys
	mount  *vfs.Mount
	writer chan *conn
	reader chan *conn
	all    []*conn

	witness witness
	behind  atomic.Pointer[error] // why nothing may be written

	mu     sync.Mutex // guards file and master
	file   *keys.File
	master *keys.Master

	people  people // whom filters look through
	closing sync.Once
}

var _ office.Store = (*Store)(nil)

// Create makes a station in dir, which must be empty of one, and opens it.
func Create(ctx context.Context, dir string, o Options) (*Store, error) {
	env := o.Environment.complete()
	if o.Station == "" || o.Office == "" || o.Officer.ID == "" || o.Password == "" {
		return nil, &Error{Op: "create station", Kind: "bad_options", Err: errors.New("station, office, officer and password are needed")}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, explain("create station", err)
	}
	for _, name := range []string{keys.Name, FileName} {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return nil, &Error{Op: "create station", Kind: "station_exists", Err: fmt.Errorf("%s is there already", name)}
		}
	}
	file, master, err := keys.New(env.Random, o.Station, o.Recovery)
	if err != nil {
		return nil, explain("create station", err)
	}
	if err := file.SetPassword(env.Random, master, o.Officer.ID, o.Password, env.Cost); err != nil {
		return nil, explain("create station", err)
	}
	_, signing, err := ed25519.GenerateKey(env.Random)
	if err != nil {
		return nil, explain("create station", err)
	}
	// The keys come first: a database without them could never be read.
	if err := file.Save(dir); err != nil {
		return nil, explain("create station", err)
	}
	s := &Store{dir: dir, env: env, file: file, master: master}
	if err := s.start(ctx, true); err != nil {
		return nil, err
	}
	if err = s.found(ctx, o, signing); err == nil {
		// SQLite deleted the rollback journal with which the file began, and did
		// not sync that: after a power cut it would be back, and undo everything.
		err = syncFolder(dir)
	}
	if err != nil {
		s.Close()
		return nil, explain("create station", err)
	}
	return s, nil
}

// Open opens the station in dir. It never creates one.
func Open(ctx context.Context, dir string, u Unlock, env Environment) (*Store, error) {
	env = env.complete()
	file, err := keys.Load(dir)
	if _, there := os.Stat(filepath.Join(dir, FileName)); errors.Is(err, fs.ErrNotExist) && there == nil {
		return nil, &Error{Op: "open station", Kind: "keys_gone", Err: err} // the database is there
	}
	if err != nil {
		return nil, explain("open station", err)
	}
	if _, err := os.Stat(filepath.Join(dir, FileName)); errors.Is(err, fs.ErrNotExist) {
		return nil, &Error{Op: "open station", Kind: "database_gone", Err: err} // its keys are there
	} else if err != nil {
		return nil, explain("open station", err)
	}
	master, refused, err := u.open(dir, file, env)
	if err != nil {
		return nil, explain("open station", err)
	}
	s := &Store{dir: dir, env: env, file: file, master: master}
	if err := s.start(ctx, false); err != nil {
		return nil, err
	}
	if u.Recovery == "" && u.Machine == nil {
		s.harden(ctx, file, u.Officer, u.Password)
	}
	if refused > 0 && s.Behind() == nil {
		if err := s.refused(ctx, u.Officer, refused); err != nil {
			s.Close()
			return nil, err
		}
	}
	return s, nil
}

// start mounts the encryption and opens the connections.
func (s *Store) start(ctx context.Context, create bool) error {
	s.files = cipherfs.NewKeys(s.env.Random)
	for _, epoch := range s.master.Epochs() {
		if err := s.files.Add(epoch, s.master.Page(epoch)); err != nil {
			return explain("open station", err)
		}
	}
	s.files.Missing = func(uint32) { s.refresh() }
	layer := cipherfs.Layer(s.files)
	if s.env.plain {
		layer = vfs.Through{}
	}
	mount, err := vfs.New(layer, s.env.Below)
	if err != nil {
		return explain("open station", err)
	}
	s.mount = mount
	s.witness = newWitness(s.dir, s.env.Witnesses, s.file.Database)
	if err = s.connect(ctx, create); err == nil && s.env.Discreet {
		err = s.setApart(ctx)
	}
	if err == nil && !create {
		if err = s.load(ctx); err == nil {
			err = errors.Join(s.compare(ctx), s.freshIndex(ctx))
		}
	}
	if err != nil {
		s.Close()
		return shut(s.dir, explain("open station", err))
	}
	return nil
}

// shut tells a database that cannot be opened because nothing can be written
// beside it, where its log must be, from one that is broken.
func shut(dir string, err error) error {
	var mine *Error
	if errors.As(err, &mine) && mine.Kind == "cannot_open" && folder(dir).Code == "read_only" {
		return &Error{Op: mine.Op, Kind: "read_only", Err: mine.Err}
	}
	return err
}

// refresh looks for keys that another process has brought in.
func (s *Store) refresh() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if file, err := keys.Load(s.dir); err == nil {
		_ = s.adopt(file) // else the page stays shut, and says so
	}
}

// adopt takes over the keys of a key file. The caller holds mu.
func (s *Store) adopt(file *keys.File) error {
	if err := s.master.Refresh(file); err != nil {
		return err
	}
	s.file = file
	for _, epoch := range s.master.Epochs() {
		if err := s.files.Add(epoch, s.master.Page(epoch)); err != nil {
			return err
		}
	}
	return nil
}

// Identity returns who the station is.
func (s *Store) Identity() Identity { return s.identity }

// Dir returns the station's folder.
func (s *Store) Dir() string { return s.dir }

// Close ends everything and forgets the keys.
func (s *Store) Close() error {
	var err error
	s.closing.Do(func() { err = s.disconnect() })
	return err
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && runtime.GOOS != "windows" { // which cannot, and need not
		return err
	}
	return nil
}

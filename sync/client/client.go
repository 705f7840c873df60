// Package client carries a station's journal to central and brings back what
// its office is to know.
//
// It promises that an entry is never taken for safe before central has signed
// for it, that no answer of any server makes it forget one, that trouble with
// one entry does not stop the others, and that it always says why it waits and
// when it tries next.
package client

import (
	"context"
	"crypto/ed25519"
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"sync"
	"time"

	"sala/forms/number"
	"sala/sync/journal"
	"sala/sync/wire"
)

// Store is what the client needs of the station's database.
type Store interface {
	// Unacknowledged returns entries after a sequence number, in order: at most
	// maxEntries, and at least one whatever maxBytes says if there is one.
	Unacknowledged(ctx context.Context, after uint64, maxEntries, maxBytes int) ([]journal.Entry, error)
	Head(ctx context.Context) (journal.Head, error)
	Acknowledged(ctx context.Context) (uint64, error)
	// Acknowledge keeps central's word. It is called only with what has been
	// verified, and again with the same when in doubt.
	Acknowledge(ctx context.Context, a wire.Acknowledgement) error
	Cursor(ctx context.Context) (uint64, error)
	// ApplyPage applies the changes and the cursor in one transaction.
	ApplyPage(ctx context.Context, p wire.Page) error
	// AddLease takes a block of numbers in. One that it has already it leaves.
	AddLease(ctx context.Context, l number.Lease) error
}

// Restorer is a Store that can take entries of its own back that it lost: a
// station that was restored from an old backup heals itself.
type Restorer interface {
	Restore(ctx context.Context, entries []journal.Entry) error
}

// Secrets keeps the station's credentials, encrypted as all of its data. Load
// returns nil, or an error that wraps fs.ErrNotExist, for what was never saved.
type Secrets interface {
	Load(name string) ([]byte, error)
	Save(name string, value []byte) error
}

// Identity is who the station is.
type Identity struct {
	Station    string
	Office     string
	JournalKey ed25519.PublicKey
	Software   string // version, for central's console
	PaperKey   []byte // P-256, compressed: what seals certificates; nil when the station makes out none
}

// Config is what a client needs. URL and CAFingerprint may be empty once the
// station has enrolled.
type Config struct {
	URL           string // of central: "https://central.example:8443"
	CAFingerprint string // SHA-256 of central's authority, hex; came with the code
	Store         Store
	Secrets       Secrets
	Identity      Identity
	Clock         func() time.Time
	Interval      time.Duration                                    // between runs while all is well; 30 s when 0
	MaxBackOff    time.Duration                                    // longest wait after trouble; 5 min when 0
	MaxStart      time.Duration                                    // a random part of it passes before the first run
	Proxy         func(*http.Request) (*url.URL, error)            // http.ProxyFromEnvironment when nil
	Attachments   Attachments                                      // nil where there are none
	Budget        int64                                            // bytes of attachments that one run may carry; no limit when 0
	Turn          time.Duration                                    // after it attachments let new text go first; 15 s when 0
	RelayURL      string                                           // of the office's relay, "" where there is none
	FindRelay     func(context.Context) string                     // looks for one in trouble where RelayURL is ""; nil does not
	Relayed       func(context.Context)                            // called when the relay has taken what waits
	Probe         string                                           // address that only a sign-in page would answer; "" = central's host without TLS
	Wanted        func(context.Context) (map[string]uint64, error) // how many more numbers of each kind its days take; nil: central judges
	Scarce        func(context.Context) (map[string]uint64, error) // the kinds of which so little is left that the relay is asked for some; nil: it is not
	PushOnly      bool                                             // pull nothing: the line is dear
	Part          bool                                             // the station goes out with a part of its office's records, and pulls no more
	Codec         *wire.Codec                                      // shared by the clients of one process; nil makes one
	Status        func() wire.Status                               // how the station is, for central's console; nil: it does not say
	OnState       func(State)                                      // called from the goroutine that runs
	// Elsewhere does a run in another process, so that this one never holds what is
	// sent and what comes back; nil: this process does it. An error means that the
	// run did not end.
	Elsewhere func(context.Context, Memory) (Ran, error)
}

// Client synchronises one station. Its methods may be called from several
// goroutines; runs take turns.
type Client struct {
	Config
	codec *wire.Codec

	run  sync.Mutex // one run at a time
	link *link      // to central, made at first use
	near *link      // to the office's relay; both held by run
	// where guards found, the address at which a relay answered on the office's
	// network: a place in the queue is asked for beside a run.
	where sync.Mutex
	found string
	size  batchSize
	many  int             // chunks of attachments that a message may bring; held by run
	told  told            // held by run
	lent  map[string]bool // attachments that the relay has all of; held by run
	past  Memory          // of the last run in another process; held by run

	state struct {
		sync.Mutex
		State
	}
	wake  chan struct{}
	retry chan struct{}
}

// ErrNotEnrolled means that the station has no credentials yet.
var ErrNotEnrolled = errors.New("the station is not enrolled at a central system")

// New returns a client. It opens no connection.
func New(c Config) *Client {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Interval == 0 {
		c.Interval = 30 * time.Second
	}
	if c.MaxBackOff == 0 {
		c.MaxBackOff = 5 * time.Minute
	}
	if c.Turn == 0 {
		c.Turn = 15 * time.Second
	}
	if c.Proxy == nil {
		c.Proxy = http.ProxyFromEnvironment
	}
	if c.Codec == nil {
		c.Codec = wire.NewCodec()
	}
	return &Client{Config: c, codec: c.Codec, size: startSize, many: startMany, wake: make(chan struct{}, 1), retry: make(chan struct{}, 1)}
}

// State is what a lamp shows.
type State struct {
	Online   bool          // the last run reached central
	Running  bool          // a run is under way
	Reason   string        // code why not online, or why work waits: "sync.reason.CODE"
	Err      error         // for the log
	LastSync time.Time     // the last run without trouble
	NextTry  time.Time     // zero while running
	Skew     time.Duration // how far the station's clock is ahead of central's
}

// State returns the newest state.
func (c *Client) State() State {
	c.state.Lock()
	defer c.state.Unlock()
	return c.state.State
}

func (c *Client) setState(change func(*State)) {
	c.state.Lock()
	change(&c.state.State)
	now := c.state.State
	c.state.Unlock()
	if c.OnState != nil {
		c.OnState(now)
	}
}

// Retry makes Run try at once and forget its back-off: a person asked, or the
// network came back.
func (c *Client) Retry() { signal(c.retry) }

// Wake tells Run that there is new work. It shortens the wait while all is
// well; in trouble the back-off stands.
func (c *Client) Wake() { signal(c.wake) }

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (c *Client) load(name string) ([]byte, error) {
	b, err := c.Secrets.Load(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return b, err
}

// Report is what one run did.
type Report struct {
	Pushed    int    // entries that central signed for
	Accepted  int    // of them
	Conflicts int    // of them: wait for a person
	Rejected  int    // of them
	Pulled    int    // changes
	Leases    int    // new blocks of numbers
	Restored  int    // own entries that came back
	Sent      int    // attachments
	Lent      int    // attachments that the relay keeps meanwhile
	Fetched   int    // attachments
	More      bool   // attachments wait that the next run goes on with at once
	Missing   int    // attachments that are wanted and that central does not have (yet)
	Relayed   uint64 // through which entry the office's relay keeps the journal
	Through   uint64 // acknowledged
	Cursor    uint64
}

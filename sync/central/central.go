// Package central is the reference central system: the authority that takes the
// journals of stations, puts what it accepts into its offices' orders, and
// answers with signed acknowledgements.
//
// It promises that nothing that it acknowledged is lost, that each entry has
// its effect exactly once however often it is sent, that nothing is dropped
// because a rule refused it (it is set aside, with its reason), and that a
// station whose journal disagrees with what central keeps is never told that
// its data is safe.
//
// # Threats, and what meets them
//
// Each line has a test: of this package's rules in suite.Rules (run on SQLite
// and on PostgreSQL), of the stations' interface in sync/client, of the console
// and the public page in web, of USB bundles in sync/courier.
//
//   - Replay: an entry is known by station and number; sent again it gets the
//     verdict that it had (Replay).
//   - Forged, changed, reordered or left-out entries: the chain and the
//     station's signature (ForgedAndReordered, TestPushRefusesChanges).
//   - A copied or restored station: every entry sent again is compared by hash;
//     other content under a known number stops the station, keeps the content
//     and asks a person (Fork, ForkOfCopy). A station that only lost entries
//     gets them back.
//   - A station reading or writing beyond its office: the scope comes from the
//     certificate, never from the request (ScopeOfTheFeed, ForeignRecord,
//     ForeignPetition, TestAttachmentsGoOn).
//   - A clerk who approves his own, or who may not: the petition's rules are
//     applied again here (SelfApproval, UnknownOfficer, ContentChanged).
//   - Answers that the form does not take, a fee that was waived, a line of
//     approval that was shortened: the form's rules are applied again to what
//     was handed in (FormRules).
//   - Numbers invented, borrowed or used twice: leases are signed to one station
//     and each number is kept (NumbersOfOthers, NumberTwice). What a relay hands
//     on it signs with the key that central named in the block, and the first
//     receiver has it (SpareNumbers, TestHandOver).
//   - A stolen machine or certificate: revocation works at the next request
//     (TestRevokedStation); without a certificate nothing opens
//     (TestWithoutCertificate). A renewed certificate holds beside the new one
//     until its own end: whose certificate was stolen, that station is revoked.
//   - Enrolment codes guessed, used twice or elsewhere: 80 random bits, once, for
//     a while, of one office (Codes, TestWithoutCertificate).
//   - Decompression bombs and oversized bodies: limits before and after
//     (TestDecodeRefusesBombs, TestWithoutCertificate).
//   - Injection into SQL or pages: parameters and escaping everywhere
//     (HostileText, TestConsoleInABrowser).
//   - Forged forms, fixed or stolen sessions, guessed passwords: a token in each
//     form, the browser's own word on the origin, a new session at each
//     sign-in, a second factor that works once, a lock (TestConsoleGuards,
//     TestGuessing, TestRoles).
//   - An official who takes over another's account, or goes on after she was
//     switched off: only an administrator adds officials, under a name that is
//     free, and sessions end at once (TestOfficials).
//   - Enumeration on the public page: a number alone tells only whether it
//     stands, and twenty a minute (TestGuessing). A seal made with a stolen key
//     under a number that there is, is not believed (TestSeals, ListGoesOut).
//   - A relay or a courier that lies: what they carry is signed by stations and
//     by central (TestRelayForgesNothing, TestForgedReply). A station that would
//     fill the relay: it takes no photo that no act of the office names
//     (TestTheRelayTakesOnlyWhatIsNamed).
//   - Secrets in logs: the log has codes, counts and names of stations
//     (TestLogNamesNobody).
//
// Not met here: an administrator of central's own machine, who has its keys;
// and a denial of service by volume, for which a proxy in front is the place.
//
// # Sizing, on paper
//
// 3,700 offices with 37,000 stations and 50 million residents. A busy station
// makes 600 entries a day, all together 22 million, 260 a second on average and
// 2,000 in the morning's peak. One process takes in several thousand a second on
// one core (BenchmarkFigureIngest), so that two or three processes over one
// PostgreSQL are enough, and are there for availability. An entry takes 400 bytes of
// payload and 500 with its row and indexes: 11 GB a day, 3.3 TB in a working
// year, kept in partitions by office and month on a cluster. The registers,
// 50 million items of 600 bytes, are 30 GB and their indexes 15. A station pulls
// its office's changes, not its register: 6,000 a day, 300 KB. The revocation
// list has 60 bytes for a document, 600 KB for the ten thousand that a country
// may void in a year; it goes out four times an hour at most. Every key begins
// with the office, or with what belongs to one, so that the office is the
// distribution column on a PostgreSQL-compatible cluster.
//
// # High availability
//
// PostgreSQL with one synchronous standby at least, in another hall:
// synchronous_commit=on and synchronous_standby_names set, so that a commit
// returns only when two machines have it on disk; central's processes anywhere,
// with the same keys, behind a TCP load balancer that does not end TLS (the
// client certificates are central's) and leaves the callers' addresses as they
// are (the public page and the sign-in count by them, in each process). On the primary's death the standby is
// promoted and the processes are pointed at it; stations notice nothing but a
// retry. TestFailover kills a primary under load and looks for every
// acknowledged entry.
//
// # Operations
//
// central serve answers /healthz (the process), /readyz (the database too) and
// /metrics (Prometheus, with the administrator's token), and ends what is under
// way when it is told to stop. central backup copies SQLite or PostgreSQL into one
// SQLite file while central works; central restore puts such a file back when
// every journal in it holds together; central migrate takes SQLite to
// PostgreSQL; central doctor reads everything that is kept and checks it against
// itself. The keys, authority.pem and paper-*.key, are in no backup: they are kept
// apart, locked away.
package central

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"
	"time"

	"sala/forms/pack"
	"sala/sync/wire"
)

// Config is what a Central needs.
type Config struct {
	Store     Store
	Authority *Authority
	Papers    *Papers // nil: stations make out no certificates
	Now       func() time.Time
	Log       *slog.Logger // never a citizen's data: codes, counts and names of stations
	Admin     string       // the token of the administration's interface; "" turns it off
	// Packs are those that the program brings along. Without any, what stations
	// hand in is not checked against its form.
	Packs []fs.FS
}

// Central answers stations, officials and the public. It keeps nothing in
// memory that another process over the same store would miss: packs are read
// once, and never change under their name.
type Central struct {
	Config
	codec       *wire.Codec
	checksForms bool
	shelf       shelf
}

// New returns a Central.
func New(c Config) *Central {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Central{Config: c, codec: wire.NewCodec(), checksForms: len(c.Packs) > 0, shelf: shelf{delivered: slices.Clone(c.Packs), packs: map[string]*pack.Pack{}}}
}

func (c *Central) millis() int64 { return c.Now().UnixMilli() }

// AddOffice makes an office, or changes its name and country.
func (c *Central) AddOffice(ctx context.Context, o Office) error {
	err := c.Store.Update(ctx, func(tx Tx) error {
		old, err := tx.Office(o.ID)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		o.Position = old.Position
		return tx.PutOffice(o)
	})
	if err != nil {
		return fmt.Errorf("add office %s: %w", o.ID, err)
	}
	return nil
}

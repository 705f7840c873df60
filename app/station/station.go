// Package station puts a station together: the encrypted store, the devices,
// the pack of forms, the line to central, and the use cases over them. The
// window and the command line open the same one.
//
// It decides nothing that a use case should.
package station

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"sala/app/office"
	"sala/app/paper"
	"sala/app/store"
	"sala/app/store/keys"
	"sala/app/words"
	"sala/assets/divisions"
	"sala/devices/supervisor"
	"sala/forms/chart"
	"sala/forms/pack"
	"sala/forms/register"
	"sala/sync/client"
	"sala/sync/wire"
)

// Options say how a station is opened.
type Options struct {
	Dir    string
	Unlock store.Unlock     // zero: the machine's own key
	Now    func() time.Time // nil: the wall clock, in the country's time
	Live   bool             // keep synchronising
	Mode   string           // what its window shows: desk, kiosk, field; "" follows from the configuration
	Quiet  bool             // leave the serial devices to whoever has them, such as the window
	Ticks  <-chan time.Time // when Live, at which upkeep looks for what is due; nil: every minute
	// Early opens the station before the forms of its pack are read, for a window
	// that asks for an officer first: they are read when Ready is called, or when
	// somebody signs in, who is told if they cannot be.
	Early bool
	// Indexing is told how many records the search index was made anew for, as a
	// newer program does when it opens; nil tells nobody.
	Indexing func(done int)
	// Before is done first, while the pack is read; what it changes of the
	// configuration counts. nil does nothing.
	Before func(context.Context)
	Cost   keys.Cost // of guessing a password; zero = keys.Recommended
	// Sender synchronises in this process's place; the zero Sender lets it do so
	// itself.
	Sender Sender

	bare    bool                // no devices at all: a sender
	devices []wire.DeviceStatus // as the window has them, for central's console
}

// Station is an open station.
type Station struct {
	Config  Config
	Dir     string
	Store   *store.Store
	Office  *office.Office
	Sync    *client.Client
	Words   *words.Catalogue
	Pack    *pack.Pack
	Devices *supervisor.Supervisor

	mode   string // what its window shows, "" where there is none
	sender Sender
	bare   bool                // it is a sender
	told   []wire.DeviceStatus // by the window that it runs for

	where *receiver // nil when there is no satellite receiver

	relayTrouble atomic.Pointer[error] // why the relay does not serve

	stop context.CancelFunc
	work sync.WaitGroup

	mu          sync.Mutex // guards the configuration's plan of copies, and
	copyTrouble string     // the code of why the last copy was not made
}

// Open opens the station in a folder.
func Open(ctx context.Context, o Options) (*Station, error) {
	dir := Folder(o.Dir)
	c, err := ReadConfig(dir)
	if err != nil {
		return nil, err
	}
	reading := readAhead(dir, c, !o.Early)
	if o.Before != nil {
		o.Before(ctx)
		if c, err = ReadConfig(dir); err != nil {
			return nil, err
		}
		if reading.of != named(c) { // central had another one put to use
			reading = readAhead(dir, c, !o.Early)
		}
	}
	if o.Now == nil {
		o.Now = ClockOf(c.Profile.Country)
	}
	if o.Unlock == (store.Unlock{}) {
		o.Unlock.Machine = machineOf(dir)
	}
	s, err := store.Open(ctx, dir, o.Unlock, store.Environment{Now: o.Now, Sparse: c.sparse(), Discreet: c.Forget, Witnesses: c.Witnesses, Indexing: o.Indexing, Cost: o.Cost})
	if err != nil {
		return nil, err
	}
	st, err := assemble(ctx, dir, c, s, reading, o.Now)
	if err == nil && !o.Early {
		err = st.Ready()
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	live, stop := context.WithCancel(context.WithoutCancel(ctx))
	st.stop, st.mode = stop, o.Mode
	st.sender, st.bare, st.told = o.Sender, o.bare, o.devices
	if o.Sender.is() {
		st.Sync.Elsewhere = st.elsewhere
	}
	if err := st.plug(live, o); err != nil {
		st.Close()
		return nil, err
	}
	if o.Live {
		st.work.Go(func() { st.synchronise(live) })
		if c.Relay.Listen != "" {
			st.work.Go(func() { st.keepRelay(live) })
		}
		st.work.Go(func() {
			if o.Ticks != nil {
				st.keep(live, o.Ticks)
				return
			}
			every := time.NewTicker(upkeepEvery)
			defer every.Stop()
			st.keep(live, every.C)
		})
	}
	return st, nil
}

// ClockOf returns the wall clock in a country's own time: neither country has
// had summer time since 1988.
func ClockOf(country string) func() time.Time {
	zone := time.Local
	switch country {
	case "TH":
		zone = time.FixedZone("ICT", 7*60*60)
	case "KR":
		zone = time.FixedZone("KST", 9*60*60)
	}
	return func() time.Time { return time.Now().In(zone) }
}

// assemble makes the use cases over an open store.
func assemble(ctx context.Context, dir string, c Config, s *store.Store, reading ahead, now func() time.Time) (*Station, error) {
	catalogue, err := words.Open()
	if err != nil {
		return nil, fmt.Errorf("read the words: %w", err)
	}
	files, err := reading.files()
	if err != nil {
		return nil, err
	}
	forms, err := reading.begun()
	if err != nil {
		return nil, err
	}
	st := &Station{Config: c, Dir: dir, Store: s, Words: catalogue, Pack: forms}
	shelf, err := st.shelf(ctx, forms)
	if err != nil {
		return nil, err
	}
	conf := office.Config{
		Profile: c.Profile, Store: showing{s, dir}, Forms: shelved{forms, shelf}, Templates: shelved{Pack: forms}, Holidays: forms.Holidays(), Policy: register.Policies(forms.Registers()), Offers: forms.Offers, Divisions: divisions.Exists, Now: now,
		NewID: func() string { return uuid.Must(uuid.NewV7()).String() }, Words: catalogue, Ready: st.Ready,
	}
	id, err := paperIdentity(s.Secrets())
	switch {
	case errors.Is(err, fs.ErrNotExist): // not enrolled: no certificates
		if conf.Working, err = paper.Working(catalogue); err != nil {
			return nil, fmt.Errorf("set up the typesetter: %w", err)
		}
	case err != nil:
		return nil, err
	default:
		typesetter, err := paper.New(id, catalogue)
		if err != nil {
			return nil, fmt.Errorf("set up the typesetter: %w", err)
		}
		conf.Paper, conf.Working = typesetter, typesetter
		conf.Tickets = tickets{identity: id, office: c.Profile.Office, dir: dir, now: now}
	}
	conf.Secrets, conf.KioskRules = s.Secrets(), c.Kiosk
	conf.Machine = newMachine(dir)
	if conf.Map, err = chart.Load(files); err != nil {
		return nil, fmt.Errorf("open the map of %q: %w", c.Pack, err)
	}
	if c.Field {
		conf.Road, conf.Letters = road{st}, letters{st}
	} else {
		conf.Queue = queue{st}
	}
	st.Office = office.New(conf)
	st.Sync = st.newClient(now)
	return st, nil
}

func (st *Station) newClient(now func() time.Time) *client.Client {
	id := st.Store.Identity()
	point, _ := paperPoint(st.Store.Secrets())
	return client.New(client.Config{
		URL: st.Config.Central.URL, CAFingerprint: st.Config.Central.Authority,
		Store: st.Store, Secrets: st.Store.Secrets(), Clock: now,
		Identity:    client.Identity{Station: id.Station, Office: id.Office, JournalKey: id.Public, Software: Version, PaperKey: point},
		Attachments: st.blobs(), Wanted: st.Office.Wanted, Scarce: st.Office.Scarce,
		Proxy: st.proxy, MaxStart: startSpread, Budget: st.Config.Central.Budget,
		RelayURL: st.Config.Relay.at(), FindRelay: st.findRelay(), Relayed: func(ctx context.Context) { _ = st.heed(ctx) },
		Part:     st.Config.Field,
		Interval: 10 * time.Second, OnState: st.network, Status: st.status,
	})
}

// startSpread is over what time stations that are switched on together come to
// central: work that is done meanwhile goes at once.
const startSpread = 10 * time.Second

// Version is the program's version, for central's console.
const Version = "0.1.0"

// synchronise keeps the line to central busy until ctx ends.
func (st *Station) synchronise(ctx context.Context) {
	cancel := st.Office.Subscribe(func(e office.Event) {
		if e.Kind == office.PetitionChanged || e.Kind == office.AttachmentChanged {
			st.Sync.Wake()
		}
	})
	defer cancel()
	_ = st.Sync.Run(ctx)
}

// network turns the line's state into its lamp.
func (st *Station) network(s client.State) {
	st.noteLine(s)
	if !s.Running && s.Reason == "" && !st.sender.is() { // a sender does it itself
		_ = st.forgetNeighbours(context.Background(), s)
		_ = st.obey(context.Background()) // its trouble is noted with the offer, and no reason to stop
		_ = st.noteRevocations(context.Background())
	}
	if untried(s) { // how the line was is the best that is known of it
		was := st.lineBefore()
		s.Online, s.Reason, s.Running = was.Online, was.Reason, was.Tried.IsZero()
	}
	l := office.Lamp{Light: office.LightGood, Code: "network.good", Next: s.NextTry}
	switch {
	case s.Running:
		l.Light, l.Code = office.LightBusy, "network.busy"
	case !s.Online:
		l.Light, l.Code = office.LightBad, "network.down"
	case s.Reason != "":
		l.Light, l.Code = office.LightWarn, "network.waiting"
	}
	if s.Reason != "" {
		l.Args = map[string]any{"reason": s.Reason}
	}
	st.Office.SetLamps(func(all *office.Lamps) { all.Network = l })
	st.Office.Publish(office.Event{Kind: office.SyncChanged})
}

// Close stops what is running and closes the store.
func (st *Station) Close() error {
	st.stop()
	if st.Devices != nil {
		st.Devices.Stop()
	}
	st.work.Wait()
	return st.Store.Close()
}

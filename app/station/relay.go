package station

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"sala/app/office"
	"sala/sync/client"
	"sala/sync/relay"
	"sala/sync/wire"
)

// Relay says how the office's relay is reached, or that this station is it.
type Relay struct {
	// URL is the relay's address, https://HOST:PORT.
	URL string `json:"url,omitempty"`
	// Find looks for one on the office's network (multicast DNS) when central
	// cannot be reached and there is no URL.
	Find bool `json:"find,omitempty"`
	// Listen makes this station the relay: the address that it listens on. An
	// official has to have made it one at central.
	Listen string `json:"listen,omitempty"`
	// Names are host names under .local and addresses of the office's network by
	// which the others call it; none = the machine's own.
	Names []string `json:"names,omitempty"`
}

// at is the relay's address: this machine's own when the station is it, so that
// what is done there is the others' to see, and its own to work with.
func (r Relay) at() string {
	_, port, err := net.SplitHostPort(r.Listen)
	if err != nil {
		return r.URL
	}
	return "https://" + net.JoinHostPort(ownAddress, port)
}

// ownAddress is how a relay calls itself.
const ownAddress = "127.0.0.1"

// secretRelay is the secret with the relay's certificate and key.
const secretRelay = "relay.pair"

// neighbourLife is how long what others did while the line was down stays on
// top of what central says, once that can be reached again: the relay forwards
// it meanwhile.
const neighbourLife = 10 * time.Minute

// findRelay looks for a relay on the office's network, where that is configured.
func (st *Station) findRelay() func(context.Context) string {
	if !st.Config.Relay.Find {
		return nil
	}
	return func(ctx context.Context) string { return relay.Find(ctx, st.Config.Profile.Office) }
}

// relayAgain is how long the relay waits before it tries to start again: it
// needs central once, for its certificate.
const relayAgain = 30 * time.Second

// keepRelay serves as the relay until ctx ends, whatever happens.
func (st *Station) keepRelay(ctx context.Context) {
	for ctx.Err() == nil {
		err := st.ServeRelay(ctx)
		st.relayTrouble.Store(&err)
		select {
		case <-ctx.Done():
		case <-time.After(relayAgain):
		}
	}
}

// ServeRelay answers the office's other stations in central's place until ctx
// ends, and forwards what they handed over when the line is back.
func (st *Station) ServeRelay(ctx context.Context) error {
	own, authority, err := st.relayCertificate(ctx)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", st.Config.Relay.Listen)
	if err != nil {
		return fmt.Errorf("listen as the office's relay: %w", err)
	}
	p := st.Config.Profile
	hub := relay.New(relay.Config{Name: p.Station, Office: p.Office, Store: st.Store.Relay(), Attachments: st.Store.Relay(), Upstream: st.Sync, Authority: authority, Now: st.Office.Now})
	if tell, err := relay.Announce(p.Office, p.Station, l.Addr().(*net.TCPAddr).Port); err == nil {
		defer tell.Close() // else it is reached by its configured address only
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	st.work.Go(func() { st.forward(ctx, hub) })
	return hub.Serve(ctx, l, own)
}

// forwardEvery is how often a relay tries to forward.
const forwardEvery = 2 * time.Second

func (st *Station) forward(ctx context.Context, hub *relay.Relay) {
	tick := time.NewTicker(forwardEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			_, _ = hub.Forward(ctx) // tried again at the next tick; what central refuses of a station its own client says
		}
	}
}

// relayCertificate is the one of before, or a fresh one of central's: then the
// line has to be up.
func (st *Station) relayCertificate(ctx context.Context) (own tls.Certificate, authority *x509.Certificate, err error) {
	b, err := st.Store.Secrets().Load(secretRelay)
	if err == nil {
		if own, authority, err = client.ReadPair(b); err == nil && own.Leaf.NotAfter.After(st.Office.Now().Add(30*24*time.Hour)) && own.Leaf.VerifyHostname(ownAddress) == nil {
			return own, authority, nil
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return own, nil, err
	}
	names := st.Config.Relay.Names
	if len(names) == 0 {
		names = ownNames()
	} else if !slices.Contains(names, ownAddress) {
		names = append(slices.Clone(names), ownAddress)
	}
	own, authority, err = st.Sync.RelayCertificate(ctx, names...)
	if client.ReasonOf(err) == wire.RefusedScope {
		err = &office.Error{Op: "become the relay", Code: "not_the_relay", Args: map[string]any{"station": st.Config.Profile.Station}, Err: err}
	}
	if err != nil {
		return own, authority, err
	}
	if b, err = client.WritePair(own); err == nil {
		err = st.Store.Secrets().Save(secretRelay, b)
	}
	return own, authority, err
}

// ownNames are the machine's name under .local and its addresses on private
// networks.
func ownNames() []string {
	names := []string{ownAddress}
	if host, err := os.Hostname(); err == nil {
		host, _, _ = strings.Cut(host, ".")
		names = append(names, host+".local")
	}
	all, _ := net.InterfaceAddrs()
	for _, a := range all {
		if ip, ok := a.(*net.IPNet); ok && ip.IP.IsPrivate() && len(names) < 16 {
			names = append(names, ip.IP.String())
		}
	}
	return names
}

// heed takes in what the others did, after the relay took what waited here.
func (st *Station) heed(ctx context.Context) error {
	for {
		after, err := st.Store.NeighbourCursor(ctx)
		if err != nil {
			return err
		}
		work, err := st.Sync.Work(ctx, after)
		if err != nil {
			return err
		}
		if len(work.Pushes) > 0 {
			hear := st.Store.HearNeighbours
			if st.Config.Field {
				hear = st.Store.HearCarried
			}
			if err := hear(ctx, work); err != nil {
				return err
			}
		}
		if !work.More {
			return nil
		}
	}
}

// forgetNeighbours takes off what is shown what the others did, once central has
// told it. The desks of an office have one line: when that is up the relay forwards
// all of it. Of two laptops on the road one may be out of reach for days still.
func (st *Station) forgetNeighbours(ctx context.Context, s client.State) error {
	switch {
	case !s.Online: // not tried yet: what others told is all that is known
		return nil
	case st.Config.Field:
		return st.Store.ForgetTold(ctx)
	}
	return st.Store.ForgetNeighbours(ctx, st.Office.Now().Add(-neighbourLife))
}

// SetRelay says where the relay is, or that this station is it. It takes effect
// when the station is opened next.
func (st *Station) SetRelay(s *office.Session, r Relay) error {
	if !s.May(office.Administer) {
		return &office.Error{Op: "set the relay", Code: "not_allowed", Args: map[string]any{"action": string(office.Administer)}}
	}
	next := st.Config
	next.Relay = r
	if err := next.Write(st.Dir); err != nil {
		return err
	}
	st.Config = next
	return nil
}

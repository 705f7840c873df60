package relay

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/mdns"
)

// service is the name under which relays are found on an office's network by
// multicast DNS (RFC 6762, RFC 6763). Whoever answers under it proves by its
// certificate that it is one.
const service = "_sala-relay._tcp"

// findLimit is how long a station listens for a relay.
const findLimit = time.Second

// Announce makes a relay known on the office's network until it is closed.
func Announce(office, station string, port int) (io.Closer, error) {
	s, err := mdns.NewMDNSService(station, service, "", strings.ToLower(station)+".local.", port, addresses(), []string{"office=" + office})
	if err != nil {
		return nil, fmt.Errorf("announce the relay: %w", err)
	}
	server, err := mdns.NewServer(&mdns.Config{Zone: s, Logger: log.New(io.Discard, "", 0)})
	if err != nil {
		return nil, fmt.Errorf("announce the relay: %w", err)
	}
	return closing(server.Shutdown), nil
}

// addresses are the machine's on the office's network; its own loopback where it
// has none.
func addresses() []net.IP {
	var out []net.IP
	all, _ := net.InterfaceAddrs()
	for _, a := range all {
		if ip, ok := a.(*net.IPNet); ok && ip.IP.IsPrivate() && ip.IP.To4() != nil {
			out = append(out, ip.IP)
		}
	}
	if len(out) == 0 {
		out = append(out, net.IPv4(127, 0, 0, 1))
	}
	return out
}

type closing func() error

func (c closing) Close() error { return c() }

// Find returns the address of the office's relay, https://HOST:PORT, or ""
// when none answers.
func Find(ctx context.Context, office string) string {
	found := make(chan *mdns.ServiceEntry, 16)
	p := mdns.DefaultParams(service)
	p.Entries, p.Timeout, p.DisableIPv6, p.Logger = found, findLimit, true, log.New(io.Discard, "", 0)
	if err := mdns.QueryContext(ctx, p); err != nil {
		return ""
	}
	close(found)
	for e := range found {
		for _, f := range e.InfoFields {
			if f == "office="+office && e.AddrV4 != nil {
				return "https://" + net.JoinHostPort(e.AddrV4.String(), strconv.Itoa(e.Port))
			}
		}
	}
	return ""
}

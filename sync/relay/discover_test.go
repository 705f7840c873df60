package relay_test

import (
	"net"
	"strings"
	"testing"

	"sala/sync/relay"
)

// TestFind promises that a station finds the relay of its own office on the
// network, and not another's.
func TestFind(t *testing.T) {
	if !multicasts(t) {
		if at := relay.Find(t.Context(), "TH-5014"); at != "" {
			t.Errorf("found %s on a machine without a network", at)
		}
		return
	}
	tell, err := relay.Announce("TH-5014", "TH-5014-D09", 8444)
	if err != nil {
		t.Fatal(err)
	}
	defer tell.Close()
	if at := relay.Find(t.Context(), "TH-5014"); !strings.HasPrefix(at, "https://") || !strings.HasSuffix(at, ":8444") {
		t.Errorf("the relay of the office is at %q", at)
	}
	if at := relay.Find(t.Context(), "TH-5015"); at != "" {
		t.Errorf("the relay of another office is at %q", at)
	}
}

// multicasts reports whether the machine has a network that carries multicast.
func multicasts(t *testing.T) bool {
	all, err := net.Interfaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range all {
		if i.Flags&net.FlagMulticast != 0 && i.Flags&net.FlagUp != 0 && i.Flags&net.FlagLoopback == 0 {
			return true
		}
	}
	return false
}

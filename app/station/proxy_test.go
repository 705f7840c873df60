package station_test

import (
	"bytes"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"sala/app/office"
	"sala/sync/client"
	"sala/sync/netsim"
)

// TestProxyOfTheSettings promises that a proxy with a name and a password, given
// once by an administrator, is used after the next start too, that its password
// stands nowhere in clear, and that a wrong one is said.
func TestProxyOfTheSettings(t *testing.T) {
	w := newWorld(t)
	tunnels := &netsim.Proxy{User: "sala", Password: "open-sesame"}
	proxy := httptest.NewServer(tunnels)
	defer proxy.Close()
	st, s := w.station("TH-5014-D01")
	must(t, st.SetProxy(s, proxy.URL, "sala", "wrong"))
	st = w.reopen(st)
	if _, err := st.Sync.SyncOnce(t.Context()); client.ReasonOf(err) != client.ReasonProxy {
		t.Errorf("with a wrong password: %v", err)
	}
	s, err := st.Office.SignIn(t.Context(), "malee-TH-5014-D01", testPassword)
	must(t, err)
	for _, bad := range []string{"proxy", "ftp://proxy:21", "http://name:word@proxy:3128"} {
		if err := st.SetProxy(s, bad, "", ""); office.CodeOf(err) != "bad_proxy" {
			t.Errorf("%s: %v", bad, err)
		}
	}
	must(t, st.SetProxy(s, proxy.URL, "sala", "open-sesame"))
	st = w.reopen(st)
	syncOnce(t, st)
	if tunnels.Through.Load() == 0 {
		t.Error("nothing went through the proxy")
	}
	if address, user, err := st.Proxy(); address != proxy.URL || user != "sala" || err != nil {
		t.Errorf("%q, %q, %v", address, user, err)
	}
	must(t, st.Close())
	must(t, filepath.WalkDir(st.Dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte("open-sesame")) {
			t.Errorf("%s has the password", d.Name())
		}
		return err
	}))
}

package station

import (
	"errors"
	"io/fs"
	"net/http"
	"net/url"

	"sala/app/office"
)

// secretProxy is the secret with the proxy's address, name and password.
const secretProxy = "sync.proxy"

// SetProxy makes the line to central go through a proxy, "http://HOST:PORT" with
// a name and a password where it wants them; "" goes back to what the machine's
// environment says (HTTPS_PROXY, NO_PROXY). The password is kept encrypted.
func (st *Station) SetProxy(s *office.Session, address, user, password string) error {
	const op = "set the proxy"
	if !s.May(office.Administer) {
		return &office.Error{Op: op, Code: "not_allowed", Args: map[string]any{"action": string(office.Administer)}}
	}
	if address != "" {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "socks5" {
			return &office.Error{Op: op, Code: "bad_proxy", Args: map[string]any{"address": address}}
		}
		if user != "" {
			u.User = url.UserPassword(user, password)
		}
		address = u.String()
	}
	if err := st.Store.Secrets().Save(secretProxy, []byte(address)); err != nil {
		return err
	}
	st.Sync.Retry()
	return nil
}

// Proxy returns the proxy's address and the name for it, never the password; ""
// where the machine's environment decides.
func (st *Station) Proxy() (address, user string, err error) {
	u, err := st.proxyURL()
	if err != nil || u == nil {
		return "", "", err
	}
	user = u.User.Username()
	u.User = nil
	return u.String(), user, nil
}

func (st *Station) proxyURL() (*url.URL, error) {
	b, err := st.Store.Secrets().Load(secretProxy)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(b) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return url.Parse(string(b))
}

// proxy chooses the proxy of a request to central: by the settings, else by the
// environment.
func (st *Station) proxy(r *http.Request) (*url.URL, error) {
	if u, err := st.proxyURL(); err != nil || u != nil {
		return u, err
	}
	return http.ProxyFromEnvironment(r)
}

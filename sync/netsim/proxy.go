package netsim

import (
	"encoding/base64"
	"io"
	"net"
	"net/http"
	"sync/atomic"
)

// Proxy is a proxy on the way to central: it opens tunnels for who gives the
// name and the password, asks everybody else for them, and counts the tunnels.
type Proxy struct {
	User, Password string
	Through        atomic.Int64
}

// ServeHTTP opens a tunnel to the host that a CONNECT names, until one of the
// ends closes.
func (p *Proxy) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Proxy-Authorization") != "Basic "+base64.StdEncoding.EncodeToString([]byte(p.User+":"+p.Password)) {
		out.Header().Set("Proxy-Authenticate", "Basic")
		out.WriteHeader(http.StatusProxyAuthRequired)
		return
	}
	far, err := net.Dial("tcp", r.Host)
	if err != nil {
		out.WriteHeader(http.StatusBadGateway)
		return
	}
	defer far.Close()
	p.Through.Add(1)
	near, read, err := http.NewResponseController(out).Hijack()
	if err != nil {
		return
	}
	defer near.Close()
	if _, err := io.WriteString(near, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		return
	}
	go func() { _, _ = io.Copy(far, read); far.Close() }() // what was read ahead is of the tunnel
	_, _ = io.Copy(near, far)
}

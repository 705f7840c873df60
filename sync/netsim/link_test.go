package netsim_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"syscall"
	"testing"
	"time"

	"sala/sync/netsim"
)

// echo answers what it is sent, once it has all of it.
func echo(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				b, err := io.ReadAll(c)
				if err == nil {
					c.Write(b)
				}
			}()
		}
	}()
	return l.Addr().String()
}

// talk sends bytes over a link and returns the answer.
func talk(address string, b []byte) ([]byte, error) {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		return nil, err
	}
	if _, err := c.Write(b); err != nil {
		return nil, err
	}
	if err := c.(*net.TCPConn).CloseWrite(); err != nil {
		return nil, err
	}
	return io.ReadAll(c)
}

func TestLink(t *testing.T) {
	link, err := netsim.Listen(echo(t))
	if err != nil {
		t.Fatal(err)
	}
	defer link.Close()
	body := bytes.Repeat([]byte("sala"), 5000)
	if got, err := talk(link.Addr(), body); err != nil || !bytes.Equal(got, body) {
		t.Fatalf("a perfect line changed what it carried: %d bytes, %v", len(got), err)
	}
	if n := link.Traffic(); n.Up != int64(len(body)) || n.Down != int64(len(body)) || n.Connections != 1 {
		t.Errorf("counted %+v", n)
	}
	link.Refuse()
	if _, err := talk(link.Addr(), body); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("refused: %v", err)
	}
	if err := link.Restore(); err != nil {
		t.Fatal(err)
	}
	link.Block()
	if got, err := talk(link.Addr(), body); err == nil && len(got) > 0 {
		t.Errorf("blocked: %d bytes came", len(got))
	}
	if err := link.Restore(); err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]netsim.Profile{"cut up": {CutUp: 100}, "cut down": {CutDown: 100}, "answer lost": {DropDown: true}} {
		link.Shape(p)
		if got, err := talk(link.Addr(), body); err == nil && len(got) == len(body) {
			t.Errorf("%s: everything arrived", name)
		}
	}
	link.Shape(netsim.Profile{RoundTrip: 80 * time.Millisecond})
	began := time.Now()
	if _, err := talk(link.Addr(), []byte("x")); err != nil || time.Since(began) < 80*time.Millisecond {
		t.Errorf("a line of 80 ms answered after %v: %v", time.Since(began), err)
	}
	link.Shape(netsim.Profile{Kbit: 800}) // 100 bytes a millisecond
	began = time.Now()
	if _, err := talk(link.Addr(), body); err != nil || time.Since(began) < 200*time.Millisecond {
		t.Errorf("20000 bytes and back at 800 kbit/s took %v: %v", time.Since(began), err)
	}
}

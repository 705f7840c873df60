package sim

import (
	"io"
	"sync"
)

// Server is a simulated device: it answers a host on a line until the line ends.
type Server interface {
	Serve(line io.ReadWriter) error
	Wire() *Wire
}

// Plugged is a device in a socket.
type Plugged struct {
	device Server
	socket *Terminal

	mu      sync.Mutex
	running sync.WaitGroup
}

// Plug puts a device into a socket of this name and starts it.
func Plug(d Server, link string) (*Plugged, error) {
	t, err := NewTerminal(link)
	if err != nil {
		return nil, err
	}
	p := &Plugged{device: d, socket: t}
	d.Wire().OnSever(func() { _ = t.Unplug() })
	p.serve()
	return p, nil
}

func (p *Plugged) serve() {
	line := p.socket.Device()
	if line == nil {
		return
	}
	p.running.Add(1)
	go func() {
		defer p.running.Done()
		_ = p.device.Serve(line)
	}()
}

// Path returns the name of the line to open.
func (p *Plugged) Path() string { return p.socket.Path() }

// Device returns the device.
func (p *Plugged) Device() Server { return p.device }

// Unplug pulls the cable.
func (p *Plugged) Unplug() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.unplug()
}

func (p *Plugged) unplug() error {
	err := p.socket.Unplug()
	p.running.Wait()
	return err
}

// Replug puts the cable back.
func (p *Plugged) Replug() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.unplug(); err != nil {
		return err
	}
	if err := p.socket.Plug(); err != nil {
		return err
	}
	p.serve()
	return nil
}

// Close unplugs the device for good.
func (p *Plugged) Close() error { return p.Unplug() }

package suite

import (
	"context"
	"errors"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"sala/forms/act"
	"sala/sync/central"
	"sala/sync/central/service"
	"sala/sync/wire"
)

// process is one central process.
type process struct {
	service *service.Service
	host    string
	stop    func()
	life    *mortal
}

// mortal is a store of a process that may die at any moment: from then on
// nothing is committed, and nobody hears of what was.
type mortal struct {
	central.Store
	dead atomic.Bool
}

var errDead = errors.New("the process is dead")

// Update implements central.Store.
func (m *mortal) Update(ctx context.Context, do func(central.Tx) error) error {
	return m.live(ctx, m.Store.Update, do)
}

// UpdateUnflushed implements central.Store.
func (m *mortal) UpdateUnflushed(ctx context.Context, do func(central.Tx) error) error {
	return m.live(ctx, m.Store.UpdateUnflushed, do)
}

func (m *mortal) live(ctx context.Context, update func(context.Context, func(central.Tx) error) error, do func(central.Tx) error) error {
	err := update(ctx, func(tx central.Tx) error {
		err := do(tx)
		if m.dead.Load() {
			return errDead
		}
		return err
	})
	if m.dead.Load() {
		return errDead
	}
	return err
}

// View implements central.Store.
func (m *mortal) View(ctx context.Context, do func(central.Tx) error) error {
	if m.dead.Load() {
		return errDead
	}
	return m.Store.View(ctx, do)
}

func (w *play) start(s central.Store) *process {
	life := &mortal{Store: s}
	svc, err := service.Over(life, service.Config{Dir: w.dir, Listen: "127.0.0.1:0"})
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan service.Ready, 1), make(chan struct{})
	go func() {
		defer close(done)
		err := svc.Serve(ctx, func(r service.Ready) { ready <- r })
		if err != nil && !errors.Is(err, context.DeadlineExceeded) { // a request that was cut off may outlast the grace
			w.t.Error(err)
		}
	}()
	u, err := url.Parse((<-ready).URL)
	if err != nil {
		w.t.Fatal(err)
	}
	p := &process{service: svc, host: u.Host, stop: func() { cancel(); <-done }, life: life}
	w.t.Cleanup(p.stop)
	return p
}

// doom lets one of central's processes die in the middle of a step, now and
// then, and says which; -1 is none.
func (w *play) doom(together *sync.WaitGroup) int {
	n, at := w.rnd.IntN(12), time.Duration(w.rnd.IntN(25))*time.Millisecond
	if w.alive = 0; n >= len(w.centrals) {
		return -1
	}
	w.alive = 1 - n
	p := w.centrals[n]
	together.Go(func() {
		time.Sleep(at) // a moment, not a wait for something
		p.life.dead.Store(true)
		for _, other := range w.players {
			other.line.Cut()
		}
	})
	return n
}

// want asks for the photos of the office that others took.
func (p *player) want() {
	for _, c := range p.store.Items {
		if c.What != wire.WhatAttachment {
			continue
		}
		a, err := act.Decode[wire.Attachment](c.Body)
		if err == nil && a.Complete && a.Station != p.name && p.files.Body(a.Hash) == nil {
			p.files.Want(a.Hash)
		}
	}
}

// photos checks that whatever was taken anywhere in the office is here.
func (w *play) photos(p *player) {
	for _, other := range w.players {
		if other.office != p.office || other == p {
			continue
		}
		for _, hash := range other.photos {
			if p.files.Body(hash) == nil {
				w.t.Errorf("%s: photo %.8s of %s never came", p.name, hash, other.name)
			}
		}
	}
}

package store

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"sala/app/office"
	"sala/app/store/search"
	"sala/forms/act"
	"sala/forms/register"
	"sala/sync/journal"
	"sala/sync/wire"
)

// ready is an act of which everything is made that the tables have no say in.
type ready struct {
	entry   journal.Entry
	head    journal.Head // after the entry
	payload any          // as a rebuild will read it
	fresh   *fresh       // what a change makes where there is no such record yet; nil for other acts
}

// fresh is a record as its first change makes it.
type fresh struct {
	rec  register.Record
	body []byte
	find findable
}

// findable is what a record is found by.
type findable struct {
	words string // search.Record
	terms string // of these
	keys  string // keyText
}

func findableOf(rec register.Record) findable {
	words := search.Record(rec)
	return findable{words, search.Terms(words), keyText(rec)}
}

// ready chains an act to a head, signs it, and reads its payload again: what is
// projected is what a rebuild will read. It does not touch the database.
func (w *writer) ready(after journal.Head, a office.Act) (ready, error) {
	b, err := act.Encode(a.Payload)
	if err != nil {
		return ready{}, err
	}
	r := ready{entry: journal.Entry{
		Station: w.s.identity.Station, Seq: after.Seq + 1, Prev: after.Hash, Time: w.clock.Next(),
		Officer: w.officer, Kind: a.Kind, Subject: a.Subject, Base: a.Base, Payload: b,
	}}
	if err := wire.Fits(&r.entry); errors.Is(err, wire.ErrTooLarge) {
		return ready{}, &Error{Op: "append", Kind: "entry_too_large", Err: err}
	} else if err != nil {
		return ready{}, err
	}
	if r.payload, err = act.Payload(a.Kind, b); err != nil {
		return ready{}, err
	}
	r.head = journal.Head{Seq: r.entry.Seq, Hash: r.entry.Sign(w.s.signing)}
	if v, ok := r.payload.(act.Change); ok && a.Base == 0 {
		r.fresh, err = freshOf(v)
	}
	return r, err
}

func freshOf(v act.Change) (*fresh, error) {
	rec := change(register.Record{Register: v.Register, ID: v.ID, Office: v.Office}, v)
	body, err := act.Encode(rec)
	return &fresh{rec, body, findableOf(rec)}, err
}

// put writes the entry and changes the tables by it.
func (w *writer) put(r *ready) error {
	about, err := w.tables.about(r.payload)
	if err != nil {
		return err
	}
	if err := insertEntry(w.c, &r.entry, r.head.Hash, about); err != nil {
		return err
	}
	if err := w.tables.apply(&r.entry, about, r.payload, r.fresh); err != nil {
		return err
	}
	w.head = r.head
	return nil
}

// pieceOfActs is how many acts are made ready before the first is written.
const pieceOfActs = 64

// AppendAll appends acts in their order. While one is written the next are
// encoded and signed on another core, which is as much work.
func (w *writer) AppendAll(acts []office.Act) error {
	pieces := make(chan []ready, 4)
	stop := make(chan struct{})
	head := w.head
	var failed error // the other side's until pieces is closed
	go func() {
		defer close(pieces)
		failed = w.readyAll(head, acts, pieces, stop)
	}()
	defer func() {
		close(stop)
		for range pieces { // so that it has ended
		}
	}()
	for piece := range pieces {
		for i := range piece {
			if err := w.put(&piece[i]); err != nil {
				return fmt.Errorf("%s: %w", piece[i].entry.Kind, err)
			}
		}
	}
	return failed
}

func (w *writer) readyAll(head journal.Head, acts []office.Act, pieces chan<- []ready, stop <-chan struct{}) error {
	for some := range slices.Chunk(acts, pieceOfActs) {
		piece := make([]ready, len(some))
		for i, a := range some {
			var err error
			if piece[i], err = w.ready(head, a); err != nil {
				return fmt.Errorf("%s: %w", a.Kind, err)
			}
			head = piece[i].head
		}
		select {
		case pieces <- piece:
		case <-stop:
			return nil
		}
	}
	return nil
}

// sentRecord is a record of a page of the feed, read.
type sentRecord struct {
	rec  register.Record
	find findable
	err  error
}

// readSent reads a page's records on all cores: what they are found by is as much
// work as writing them.
func readSent(changes []wire.Change) []sentRecord {
	out := make([]sentRecord, len(changes))
	var readers sync.WaitGroup
	part := len(changes)/runtime.GOMAXPROCS(0) + 1
	for from := 0; from < len(changes); from += part {
		readers.Go(func() {
			for i := from; i < min(from+part, len(changes)); i++ {
				ch, r := &changes[i], &out[i]
				if ch.What != whatRecord || len(ch.Body) == 0 {
					continue
				}
				if r.rec, r.err = decodeRecord(ch.Body, ch.Version); r.err == nil {
					r.find = findableOf(r.rec)
				}
			}
		})
	}
	readers.Wait()
	return out
}

package soak

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"sala/app/store"
	"sala/app/store/faultfs"
	"sala/app/store/keys"
)

// clock returns a wall clock that jumps, back as well, by hours and by years.
func (r *run) clock() func() time.Time {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	chance := r.chance
	return func() time.Time {
		switch chance.IntN(30) {
		case 0:
			now = now.Add(-time.Duration(chance.IntN(48)) * time.Hour)
		case 1:
			now = now.Add(time.Duration(chance.IntN(48)) * time.Hour)
		case 2:
			now = time.Date(2000+chance.IntN(40), 1, 1, 0, 0, 0, 0, time.UTC)
		default:
			now = now.Add(time.Millisecond)
		}
		return now
	}
}

// turns lets the disk be full, a sync fail or a write fail at one of the
// operations of a set of acts. An act that was refused may have happened or
// not; one that was confirmed has.
func (r *run) turns(ctx context.Context) error {
	for done := range r.Turns {
		r.Progress("turn", done, r.Turns)
		b, err := r.bench(ctx, "turn")
		if err != nil {
			return err
		}
		what := fmt.Sprintf("turn %d", done)
		n := 1 + r.chance.IntN(60)
		switch done % 3 {
		case 0:
			b.disk.Set(faultfs.Fault{FullFrom: n})
		case 1:
			b.disk.Set(faultfs.Fault{FailSync: 1 + n/6})
		case 2:
			b.disk.Set(faultfs.Fault{FailWrites: n})
		}
		for range acts / 2 {
			if err := b.d.act(ctx); err != nil {
				r.report.Refused++
				if !reasoned(err) {
					r.fault("%s: refused without a reason: %v", what, err)
				}
				continue
			}
			if err := b.confirm(ctx); err != nil {
				break // nothing can be read: what was confirmed before must be there
			}
		}
		b.disk.Set(faultfs.Fault{})
		last := b.moments[len(b.moments)-1]
		// The power goes as well, in half of the cases.
		if done%2 == 0 {
			err = r.cut(ctx, b, b.disk.Mark())
			b.close()
		} else {
			b.close()
			err = r.compare(ctx, b.dir, what, last, true)
		}
		if err != nil {
			return err
		}
		r.report.Turns++
	}
	return nil
}

func reasoned(err error) bool {
	var e *store.Error
	return errors.As(err, &e) && (e.Kind == "disk_full" || e.Kind == "disk_failing")
}

// flips turns single bits of a closed station's files. The store must either
// still hold everything, or say itself that it does not.
func (r *run) flips(ctx context.Context) error {
	if r.Flips == 0 {
		return nil
	}
	b, err := r.bench(ctx, "flip")
	if err != nil {
		return err
	}
	for range acts {
		if err := b.d.act(ctx); err != nil {
			return err
		}
		if err := b.confirm(ctx); err != nil {
			return err
		}
	}
	names := []string{keys.Name, store.FileName, store.FileName + "-wal", store.WitnessName}
	files := map[string][]byte{}
	for _, name := range names {
		if files[name], err = os.ReadFile(filepath.Join(b.dir, name)); err != nil {
			return err
		}
	}
	b.close()
	for done := range r.Flips {
		r.Progress("flip", done, r.Flips)
		dir, err := r.room("flipped")
		if err != nil {
			return err
		}
		victim := names[r.chance.IntN(len(names)-1)]
		for _, name := range names {
			body := files[name]
			if name == victim {
				body = append([]byte(nil), body...)
				if len(body) > 0 {
					body[r.chance.IntN(len(body))] ^= 1 << r.chance.IntN(8)
				}
			}
			if err := os.WriteFile(filepath.Join(dir, name), body, 0o600); err != nil {
				return err
			}
		}
		r.flipped(ctx, dir, fmt.Sprintf("bit %d flipped in %s", done, victim), b.moments)
		r.report.Flips++
	}
	return nil
}

// flipped looks what a flipped bit has left. A log that ends earlier may be short
// of pages of the feed and of central's words behind the last entry: they are no
// entries, and come again, for the cursor is where it was before them.
func (r *run) flipped(ctx context.Context, dir, what string, moments []moment) {
	last := moments[len(moments)-1]
	s, err := reopen(ctx, dir, store.Environment{})
	if err != nil {
		r.report.Refused++
		return
	}
	defer s.Close()
	if s.Behind() != nil {
		r.report.Told++
		return
	}
	rep, err := s.VerifyJournal(ctx)
	if err == nil && rep.Head.Seq >= last.head.Seq {
		now, derr := s.Digest(ctx)
		cursor, cerr := s.Cursor(ctx)
		if derr == nil && cerr == nil {
			was := func(m moment) bool {
				return m.head == rep.Head && m.cursor == cursor && same(m.digest, now) == nil
			}
			if !slices.ContainsFunc(moments, was) {
				r.fault("%s: %v", what, same(last.digest, now))
			}
			return
		}
	}
	if err == nil && rep.Head.Seq < last.head.Seq {
		r.fault("%s: entries are lost and the store does not say so", what)
		return
	}
	r.report.Told++
}

package soak

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"

	"sala/app/store"
	"sala/app/store/faultfs"
	"sala/app/store/keys"
	"sala/app/store/vfs"
)

// acts is how many acts are done on a disk before its power is cut at every
// write of theirs.
const acts = 40

// bench is a station on a disk that records.
type bench struct {
	dir     string
	disk    *faultfs.Disk
	mount   *vfs.Mount
	s       *store.Store
	d       day
	moments []moment
}

func (r *run) bench(ctx context.Context, name string) (*bench, error) {
	dir, err := r.room(name)
	if err != nil {
		return nil, err
	}
	b := &bench{dir: dir, disk: &faultfs.Disk{}}
	if b.mount, err = vfs.New(b.disk, nil); err != nil {
		return nil, err
	}
	if b.s, err = found(ctx, dir, store.Environment{Below: b.mount, Now: r.clock()}); err != nil {
		return nil, err
	}
	b.disk.FolderSynced() // Create does
	b.d = day{b.s, rand.New(rand.NewPCG(r.chance.Uint64(), 3))}
	return b, b.confirm(ctx)
}

// confirm notes that everything so far was confirmed.
func (b *bench) confirm(ctx context.Context) error {
	mark := b.disk.Mark()
	h, err := b.s.Head(ctx)
	if err != nil {
		return err
	}
	digest, err := b.s.Digest(ctx)
	if err != nil {
		return err
	}
	cursor, err := b.s.Cursor(ctx)
	b.moments = append(b.moments, moment{h, mark, digest, cursor})
	return err
}

func (b *bench) close() {
	b.s.Close()
	b.mount.Unmount()
}

// cuts does a set of acts on a recording disk, then shows the disk as a power
// cut at each of their writes would have left it.
func (r *run) cuts(ctx context.Context) error {
	for done, set := 0, 0; done < r.Cuts; set++ {
		b, err := r.bench(ctx, "cut")
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
		end := b.disk.Mark()
		b.close()
		begin := b.moments[0].mark
		step := max(1, (end-begin)/max(1, r.Cuts-done))
		for n := begin + r.chance.IntN(step); n <= end && done < r.Cuts; n += step {
			r.Progress("cut", done, r.Cuts)
			if err := r.cut(ctx, b, n); err != nil {
				return err
			}
			done++
			r.report.Cuts++
		}
	}
	return nil
}

func (r *run) cut(ctx context.Context, b *bench, n int) error {
	last := b.moments[0]
	for _, m := range b.moments {
		if m.mark <= n {
			last = m
		}
	}
	// After the last moment something may be on the disk that nobody was told:
	// a page of the feed or central's word, which are no entries.
	between := n > last.mark
	dir, err := r.room("after")
	if err != nil {
		return err
	}
	for name, body := range b.disk.CutAt(n, r.chance) {
		if err := os.WriteFile(filepath.Join(dir, name), body, 0o600); err != nil {
			return err
		}
	}
	if err := copyFile(dir, b.dir, keys.Name); err != nil {
		return err
	}
	return r.compare(ctx, dir, fmt.Sprintf("power cut at operation %d of %s", n, b.dir), last, between)
}

// compare opens the station and looks whether it holds what was confirmed
// last, and nothing else unless something was under way.
func (r *run) compare(ctx context.Context, dir, what string, last moment, underWay bool) error {
	s, err := reopen(ctx, dir, store.Environment{})
	if err != nil {
		r.fault("%s: it does not open: %v", what, err)
		return nil
	}
	defer s.Close()
	rep, err := s.VerifyJournal(ctx)
	r.report.Verified += rep.Entries
	r.report.Confirmed += last.head.Seq
	switch {
	case err != nil:
		r.fault("%s: %v", what, err)
	case rep.Head.Seq < last.head.Seq:
		r.fault("%s: entries through %d were confirmed, there are %d", what, last.head.Seq, rep.Head.Seq)
	case rep.Head == last.head:
		now, err := s.Digest(ctx)
		if err == nil {
			err = same(last.digest, now)
		}
		if err != nil && !underWay {
			r.fault("%s: %v", what, err)
		}
	default:
		r.report.Unsaid += rep.Head.Seq - last.head.Seq
	}
	if err := s.CheckIntegrity(ctx, false); err != nil {
		r.fault("%s: %v", what, err)
	}
	r.rebuild(ctx, s, what)
	return nil
}

func copyFile(to, from, name string) error {
	b, err := os.ReadFile(filepath.Join(from, name))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, name), b, 0o600)
}

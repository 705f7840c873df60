package station

import (
	"context"
	"time"

	"sala/app/office"
	"sala/app/store"
	"sala/forms/calendar"
	"sala/sync/client"
	"sala/sync/wire"
)

// What upkeep waits for.
const (
	upkeepEvery = time.Minute      // between two looks
	quietFor    = 10 * time.Minute // nothing was written: nobody is served
	copyAgain   = time.Hour        // after a copy that could not be made
)

// upkeep is what a station does for itself beside the work of its officers: the
// second copy when it is due; and while nobody is served what takes long: the
// end of a key rotation that was cut off, the search index in one piece, and on
// a kiosk the forgetting of what central has.
type upkeep struct {
	st *Station

	head    uint64    // of the journal, at the last look
	changed time.Time // when it was last seen to grow
	tidied  uint64    // the head at which the index was put in order
	purged  calendar.Date
	tried   time.Time // when a copy could not be made
}

// look does what is due.
func (u *upkeep) look(ctx context.Context) {
	now := u.st.Office.Now()
	if u.st.Store.Behind() != nil { // an old copy: nothing of it is to be kept
		return
	}
	u.copy(ctx, now)
	head, err := u.st.Store.Head(ctx)
	if err != nil {
		return
	}
	if head.Seq != u.head || u.changed.IsZero() {
		u.head, u.changed = head.Seq, now
	}
	if now.Sub(u.changed) < quietFor {
		return
	}
	if u.st.sender.is() {
		u.send(ctx, calendar.Of(now))
		return
	}
	if u.st.Store.Rotating() {
		_ = u.st.Store.Rotate(ctx, nil) // it goes on at the next look
	}
	if u.st.Config.Forget {
		u.purge(ctx, calendar.Of(now))
	}
	if u.tidied != u.head {
		if u.st.Store.Tidy(ctx) == nil {
			u.tidied = u.head
		}
	}
}

// copy makes the second copy when the last one is old enough.
func (u *upkeep) copy(ctx context.Context, now time.Time) {
	plan := u.st.CopyPlan()
	if plan.Folder == "" || now.Sub(u.tried) < copyAgain {
		return
	}
	all, err := u.st.Copies(ctx)
	if err == nil && len(all) > 0 && now.Sub(all[0].At) < plan.Every() && !all[0].At.After(now) {
		return
	}
	code := office.CodeOf(err)
	switch {
	case err != nil:
	case u.st.sender.is(): // a copy is looked through: the window is to hold nothing of it
		var ran done
		if ran, err = u.st.sender.run(ctx, errand{Stay: true, Copy: true}); err == nil {
			code = ran.Copied
		} else {
			code = office.CodeOf(err)
		}
	default:
		_, err = u.st.MakeCopy(ctx, nil)
		code = office.CodeOf(err)
	}
	u.tried = time.Time{}
	if code != "" {
		u.tried = now
	}
	if ctx.Err() == nil {
		u.st.copied(code)
	}
}

// copied remembers why a copy was not made, "" when it was, and tells the
// screens.
func (st *Station) copied(code string) {
	st.mu.Lock()
	st.copyTrouble = code
	st.mu.Unlock()
	st.Office.Publish(office.Event{Kind: office.StationKept})
}

// purge forgets on a kiosk, once a day, what central has acknowledged.
func (u *upkeep) purge(ctx context.Context, today calendar.Date) {
	if u.purged == today {
		return
	}
	if u.st.forget(ctx) == nil {
		u.purged = today
	}
}

// send has a sender forget what central has, and put the database in order, where
// this process is not to hold what they read.
func (u *upkeep) send(ctx context.Context, today calendar.Date) {
	if u.purged == today && u.tidied == u.head && !u.st.Store.Rotating() {
		return
	}
	if _, err := u.st.sender.run(ctx, errand{Forget: u.purged != today, Tidy: true}); err == nil {
		u.purged, u.tidied = today, u.head
	}
}

// keep looks at every tick until ctx ends.
func (st *Station) keep(ctx context.Context, ticks <-chan time.Time) {
	u := upkeep{st: st}
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
			u.look(ctx)
		}
	}
}

// Examine says how the station is, with what only the station knows: whether
// the second copy is made.
func (st *Station) Examine(ctx context.Context, thorough bool) []store.Finding {
	return append(append(st.Store.Examine(ctx, thorough), st.examineLine(), st.examineCopies(ctx)), st.examineSound()...)
}

// examineLine says what central last refused the station for, where a person
// must do something about it.
func (st *Station) examineLine() store.Finding {
	f := store.Finding{Check: "line", Level: store.Good, Code: "ok"}
	line, err := ReadLine(st.Dir)
	if code, grave := graveReasons[line.Reason]; err == nil && grave {
		f.Level, f.Code = store.Bad, code
	} else if err == nil && line.Reason == client.ReasonHeld {
		f.Level, f.Code = store.Warn, line.Reason
	}
	return f
}

// graveReasons are those for which the station should not be worked on, and the
// codes of the errors that say so.
var graveReasons = map[string]string{wire.RefusedFork: "second_copy", wire.RefusedBehind: "old_copy"}

func (st *Station) examineCopies(ctx context.Context) store.Finding {
	f := store.Finding{Check: "copies", Level: store.Good, Code: "ok"}
	plan := st.CopyPlan()
	if plan.Folder == "" {
		f.Level, f.Code = store.Warn, "no_copies"
		return f
	}
	all, err := st.Copies(ctx)
	switch {
	case err != nil:
		f.Level, f.Code, f.Args, f.Err = store.Warn, "copies_away", map[string]any{"dir": plan.Folder}, err.Error()
	case len(all) == 0:
		f.Level, f.Code = store.Warn, "no_copy_yet"
	case st.Office.Now().Sub(all[0].At) > 2*plan.Every():
		f.Level, f.Code, f.Args = store.Warn, "copies_old", map[string]any{"at": all[0].At.Format("2006-01-02 15:04")}
	}
	return f
}

package office

import (
	"context"
	"time"

	"sala/forms/act"
)

// CopyPlan says where the station's second copy is kept, how often it is made
// and how many stay. Without a folder none is made.
type CopyPlan struct {
	Folder string `json:"folder"`
	Hours  int    `json:"hours"` // between two copies; 0 = 4
	Keep   int    `json:"keep"`  // how many stay; 0 = 14
}

// Complete returns the plan with what is usual in place of what is not said.
func (p CopyPlan) Complete() CopyPlan {
	if p.Hours <= 0 {
		p.Hours = 4
	}
	if p.Keep <= 0 {
		p.Keep = 14
	}
	return p
}

// Every is the time between two copies.
func (p CopyPlan) Every() time.Duration { return time.Duration(p.Complete().Hours) * time.Hour }

// Copy is an encrypted second copy of the station, verified by opening it.
type Copy struct {
	Dir     string    `json:"dir"`
	At      time.Time `json:"at"`
	Entries uint64    `json:"entries"`
	Bytes   int64     `json:"bytes"`
}

// Safekeeping is what keeps the station safe; the station itself is one.
type Safekeeping interface {
	CopyPlan() CopyPlan
	SetCopyPlan(ctx context.Context, p CopyPlan) error
	// Copies are those that there are, the newest first.
	Copies(ctx context.Context) ([]Copy, error)
	// MakeCopy makes one and opens it; progress is told of pages.
	MakeCopy(ctx context.Context, progress func(done, total int)) (Copy, error)
	// DrillCopy puts a copy back for a trial and throws the trial away.
	DrillCopy(ctx context.Context, dir, officer, password string) (entries uint64, err error)
	// CopyTrouble is the code of why the last copy that was due was not made, ""
	// when it was.
	CopyTrouble() string
	// RotateKey writes everything anew under a new key.
	RotateKey(ctx context.Context, progress func(done, total int)) error
	// GoOn lets the station write although entries are missing that it had.
	GoOn(ctx context.Context) error
}

// PlanCopies sets where copies are kept and how often. Like all of this file it
// is for administrators.
func (s *Session) PlanCopies(ctx context.Context, k Safekeeping, p CopyPlan) error {
	const op = "plan copies"
	if err := s.need(op, Administer); err != nil {
		return err
	}
	return s.office.explain(op, k.SetCopyPlan(ctx, p))
}

// MakeCopy makes a copy now.
func (s *Session) MakeCopy(ctx context.Context, k Safekeeping, progress func(done, total int)) (c Copy, err error) {
	err = s.keep(ctx, "make a copy", act.UpkeepCopy, func() (uint64, error) {
		c, err = k.MakeCopy(ctx, progress)
		return c.Entries, err
	})
	return c, err
}

// DrillCopy puts a copy back for a trial, with the officer's own password.
func (s *Session) DrillCopy(ctx context.Context, k Safekeeping, dir, password string) (entries uint64, err error) {
	err = s.keep(ctx, "restore drill", act.UpkeepDrill, func() (uint64, error) {
		entries, err = k.DrillCopy(ctx, dir, s.Officer.ID, password)
		return entries, err
	})
	return entries, err
}

// RotateKey writes everything anew under a new key: what somebody who has left
// may have copied opens nothing any more.
func (s *Session) RotateKey(ctx context.Context, k Safekeeping, progress func(done, total int)) error {
	return s.keep(ctx, "rotate the key", act.UpkeepKey, func() (uint64, error) { return 0, k.RotateKey(ctx, progress) })
}

// GoOn is the decision of an administrator, who has given her password, not to
// wait for entries that the station had and that neither central nor a courier
// can give back. Nobody can sign in to such a station, for it writes nothing; the
// decision is the first thing that it writes.
func (o *Office) GoOn(ctx context.Context, k Safekeeping, officer string) error {
	const op = "go on"
	s := &Session{office: o}
	err := o.Store.Read(ctx, func(r Reader) (err error) {
		s.Officer, err = r.Officer(officer)
		return err
	})
	if err != nil {
		return o.explain(op, err)
	}
	return s.keep(ctx, op, act.UpkeepGoOn, func() (uint64, error) { return 0, k.GoOn(ctx) })
}

// keep does something for the station's safety and writes it down.
func (s *Session) keep(ctx context.Context, op, what string, do func() (entries uint64, err error)) error {
	if err := s.need(op, Administer); err != nil {
		return err
	}
	entries, err := do()
	if err == nil {
		err = s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
			return w.Append(act.StationKept, "station/"+s.office.Profile.Station, 0, act.Upkeep{What: what, Entries: entries})
		})
	}
	return s.office.explain(op, err)
}

package field

import (
	"context"
	"slices"

	"sala/app/office"
	"sala/forms/act"
)

// Choice is what is to be taken out.
type Choice struct {
	Areas  []string
	Forms  []string // none = all
	Days   int
	Photos bool
}

// Progress is how far a long work is; Total 0 while there is none.
type Progress struct{ Done, Total int }

// ToOuting shows what can be taken out, and how much it would be.
func (f *Field) ToOuting() {
	f.leave()
	f.view.Screen, f.view.Progress = Outing, Progress{}
	f.view.Services = nil
	for _, s := range f.session.Services() {
		if s.Form.Field {
			f.view.Services = append(f.view.Services, s.Form)
		}
	}
	f.changed()
	f.plan()
}

func (f *Field) takeOut() act.TakeOut {
	c := f.view.Choice
	return act.TakeOut{Officer: f.session.Officer.ID, Areas: c.Areas, Forms: c.Forms, Photos: c.Photos}
}

// plan asks central how much it would be.
func (f *Field) plan() {
	if f.view.Out {
		return // what is on its way goes on as it was begun
	}
	s, want := f.session, f.takeOut()
	f.run.Run("field.wait.plan", func(ctx context.Context) func() {
		p, err := s.PlanTakeOut(ctx, want)
		return func() {
			f.view.Planned = err == nil
			if !f.failed(err) {
				f.view.Plan = p
				f.changed()
			}
		}
	})
}

// Want changes what is to be taken out.
func (f *Field) Want(change func(*Choice)) {
	c := f.view.Choice
	c.Areas, c.Forms = slices.Clone(c.Areas), slices.Clone(c.Forms)
	change(&c)
	f.view.Choice = c
	f.keepChoice()
	f.changed()
	f.plan()
}

// TakeOutNow brings it here.
func (f *Field) TakeOutNow() {
	s, want, days := f.session, f.takeOut(), f.view.Choice.Days
	f.run.Run("field.wait.take_out", func(ctx context.Context) func() {
		out, err := s.TakeOut(ctx, want, days, func(done, total int) {
			f.do(func() { f.view.Progress = Progress{done, total}; f.changed() })
		})
		return func() {
			f.view.Progress = Progress{}
			f.lookAround()
			if f.failed(err) {
				return
			}
			f.texts.Done(outingAt)
			f.view.Carried, f.view.Out, f.view.Loaded = out, true, false
			f.ToList()
			f.view.Told = "field.told.taken"
			f.changed()
		}
	})
}

// ToBack shows what is still to be sent before the laptop is brought back.
func (f *Field) ToBack() {
	f.leave()
	f.view.Screen, f.view.Told, f.view.Toast, f.view.Purse = Back, "", "", Purse{}
	f.changed()
	f.loadPurse()
	f.loadOverlaps()
	f.lookAround()
}

// BringBack sends everything, and removes it here when central has it.
func (f *Field) BringBack() {
	s := f.session
	f.run.Run("field.wait.bring_back", func(ctx context.Context) func() {
		err := s.BringBack(ctx)
		return func() {
			f.lookAround()
			if f.failed(err) {
				return
			}
			f.view.Stops, f.view.Carried, f.view.Out = nil, office.Carried{}, false
			f.ToOuting()
			f.view.Told = "field.told.returned"
			f.changed()
		}
	})
}

// ToOverlaps shows what two officers wrote differently.
func (f *Field) ToOverlaps() {
	f.leave()
	f.view.Screen, f.view.Told, f.view.Toast = Overlaps, "", ""
	f.changed()
	f.loadOverlaps()
}

// unsettled is what somebody has to see to: what two officers wrote differently, and
// what central set aside for other reasons.
func unsettled(ctx context.Context, s *office.Session) ([]office.Overlap, []office.Kept, error) {
	differs, err := s.Overlaps(ctx)
	if err != nil {
		return nil, nil, err
	}
	kept, err := s.Kept(ctx)
	return differs, kept, err
}

func (f *Field) loadOverlaps() {
	s := f.session
	f.run.Run("field.wait.list", func(ctx context.Context) func() {
		differs, kept, err := unsettled(ctx, s)
		return func() {
			if !f.failed(err) {
				f.view.Overlaps, f.view.Kept = differs, kept
				f.changed()
			}
		}
	})
}

// Settle decides an overlap for this laptop's value or the other's.
func (f *Field) Settle(o office.Overlap, how string) {
	s := f.session
	f.run.Run("field.wait.submit", func(ctx context.Context) func() {
		err := s.SettleOverlap(ctx, o, how, "")
		return func() {
			if !f.failed(err) {
				f.loadOverlaps()
				f.lookAround()
			}
		}
	})
}

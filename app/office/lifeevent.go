package office

import (
	"cmp"
	"slices"

	"sala/forms/definition"
)

// LifeEvent is something that happened to a citizen, with the services that it
// calls for: those that the kiosk gives, and those that only the counter does,
// for which Why is WhyCounter.
type LifeEvent struct {
	Form     *definition.Form
	Services []Service
	Intake   bool // the kiosk asks everything at once, and files what it calls for
}

// WhyCounter says that a service is not given at the kiosk at all.
const WhyCounter = "at_counter"

// LifeEvents returns the life events of the pack as a kiosk leads through them;
// here are the services that it gives. Events for which it can do something come
// before those for which it can only say what the counter does, and so do the
// services of an event.
func (s *Session) LifeEvents(here []Service) []LifeEvent {
	var out []LifeEvent
	for _, f := range s.office.Forms.Forms() {
		if !f.LifeEvent {
			continue
		}
		e := LifeEvent{Form: f, Intake: f.Kiosk}
		for _, l := range f.LeadsTo {
			form, ok := s.office.Forms.Form(l.Form)
			if !ok || slices.ContainsFunc(e.Services, func(v Service) bool { return v.Form.ID == form.ID }) {
				continue
			}
			service := Service{Form: form, Why: WhyCounter}
			if i := slices.IndexFunc(here, func(v Service) bool { return v.Form.ID == form.ID }); i >= 0 {
				service = here[i]
			}
			e.Services = append(e.Services, service)
		}
		if len(e.Services) == 0 {
			continue
		}
		slices.SortStableFunc(e.Services, func(a, b Service) int { return cmp.Compare(atCounter(a), atCounter(b)) })
		out = append(out, e)
	}
	slices.SortStableFunc(out, func(a, b LifeEvent) int { return cmp.Compare(atCounter(a.Services[0]), atCounter(b.Services[0])) })
	return out
}

// atCounter is 1 of a service that the kiosk does not give.
func atCounter(v Service) int {
	if v.Why == WhyCounter {
		return 1
	}
	return 0
}

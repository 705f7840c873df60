package kiosk

import (
	"context"
	"time"

	"sala/app/office"
)

// A hidden way to the page of those who look after the machine: so many taps on
// the office's name within so much time, or a key of the keyboard that is inside
// of the case.
const (
	secretTaps = 5
	secretTime = 4 * time.Second
)

// TapName is a tap on the office's name.
func (k *Kiosk) TapName() {
	now := k.now()
	k.Touch()
	k.taps = append(k.taps, now)
	if n := len(k.taps); n >= secretTaps {
		if now.Sub(k.taps[n-secretTaps]) <= secretTime {
			k.Staff()
		}
		k.taps = k.taps[1:]
	}
}

// Staff shows the page on which the machine is unlocked. Whoever was served is
// wiped first.
func (k *Kiosk) Staff() {
	k.taps = nil
	if k.view.Page == Staff {
		return
	}
	k.Wipe()
	k.view.Language = k.office.Profile.Language()
	k.show(Staff)
}

// Unlock lets an administrator in with a one-time code, or, with a name, by
// password or PIN. Nothing else leads out of the kiosk.
func (k *Kiosk) Unlock(officer, secret string) {
	v := k.visit
	k.run.Run("kiosk.wait.unlock", func(ctx context.Context) func() {
		var s *office.Session
		var err error
		if officer == "" {
			s, err = k.office.UnlockByCode(ctx, secret)
		} else {
			s, err = k.office.SignInAdministrator(ctx, officer, secret)
		}
		return func() {
			if k.visit != v || k.view.Page != Staff || k.failed(err) {
				return
			}
			k.staff, k.view.Unlocked = s, true
			k.Touch()
			k.changed()
		}
	})
}

// SetStopped takes the kiosk out of service, or puts it back.
func (k *Kiosk) SetStopped(stopped bool) {
	s := k.staff
	if s == nil {
		return
	}
	k.run.Run("", func(ctx context.Context) func() {
		err := s.StopKiosk(ctx, stopped)
		return func() {
			if !k.failed(err) {
				k.view.Stopped, k.view.Out = stopped, map[bool]string{true: office.OutStopped}[stopped]
				k.Touch()
				k.changed()
			}
		}
	})
}

// Quit leaves the program, for an administrator alone.
func (k *Kiosk) Quit() {
	if k.staff != nil {
		k.quit()
	}
}

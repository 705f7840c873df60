package kiosk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/definition"
)

// ordered puts the work between the bar and the foot. The arrows of a keypad come from
// the work to the way on, and to what makes the kiosk easier to use last.
func (w *Window) ordered(v View, work fyne.CanvasObject) fyne.CanvasObject {
	foot := w.foot(v)
	all := func(bar fyne.CanvasObject) fyne.CanvasObject {
		if w.look.Low { // whoever wants what she touches low wants this low, too
			low := container.New(layout.NewBorderLayout(bar, foot, nil, nil), foot, bar)
			return container.New(layout.NewBorderLayout(nil, low, nil, nil), work, low)
		}
		return container.New(layout.NewBorderLayout(bar, foot, nil, nil), work, foot, bar)
	}
	if w.double() && w.keyboard != nil {
		return all(w.bar(v, false))
	}
	whole := all(w.bar(v, true))
	if w.double() {
		whole.Resize(w.canvas.Size()) // words know their lines only then
		if whole.MinSize().Height > w.canvas.Size().Height {
			return all(w.bar(v, false))
		}
	}
	return whole
}

// bar is the top: the office, and what makes the kiosk easier to use. In letters of
// twice the size that takes two rows; what has keys on the keypad, too, and the office's
// name are left out where there is no room.
func (w *Window) bar(v View, room bool) fyne.CanvasObject {
	k := w.now
	name := k.Text(definition.Text(v.Status.Profile.Names).In(k.Language)).Bold().Clipped(1)
	sign := newSign(kit.Middling(name), w.kiosk.TapName)
	ease := w.ease()
	var rows []fyne.CanvasObject
	if w.double() {
		rows = append(rows, kit.On(theme.Paper, kit.Inset(0.5, 3, kit.Tiles(1, len(ease), ease...))))
		if room && !w.heard() {
			rows = append(rows, kit.On(theme.Paper, kit.Margins(0, 4, 0.5, 4, sign)))
		}
	} else {
		row := kit.Row(1, append([]fyne.CanvasObject{kit.Stretch(sign)}, ease...)...)
		rows = append(rows, kit.On(theme.Paper, kit.Inset(1, 3, row)))
	}
	if room && w.heard() {
		rows = append(rows, kit.On(theme.Tint, kit.Inset(0.5, 3, w.voiceRow())))
	}
	return kit.Column(0, append(rows, kit.Rule())...)
}

// ease are the buttons that make the kiosk easier to use. Each has a sign, for those
// who cannot read the language that is shown.
func (w *Window) ease() []fyne.CanvasObject {
	button := func(key, short string, icon fyne.Resource, on bool, change func(*Look)) fyne.CanvasObject {
		if w.double() {
			key = short
		}
		b := w.now.Button(w.say(key), func() {
			l := w.look
			change(&l)
			w.SetLook(l)
		}).As(kit.Quiet).Marked(on)
		b.Icon, b.Flat = icon, true
		return b
	}
	all := []fyne.CanvasObject{
		button("kiosk.bigger", "kiosk.bigger_short", fynetheme.ZoomInIcon(), w.look.Scale > 1, func(l *Look) {
			if l.Scale++; l.Scale > 2 {
				l.Scale = 1
			}
		}),
		button("kiosk.contrast", "kiosk.contrast_short", fynetheme.VisibilityIcon(), w.look.Scheme == theme.Contrast, func(l *Look) {
			if l.Scheme == theme.Contrast {
				l.Scheme = w.usual.Scheme
			} else {
				l.Scheme = theme.Contrast
			}
		}),
		button("kiosk.low", "kiosk.low_short", fynetheme.MoveDownIcon(), w.look.Low, func(l *Look) { l.Low = !l.Low }),
	}
	if w.voice != nil {
		all = append(all, button("kiosk.aloud", "kiosk.aloud_short", fynetheme.VolumeUpIcon(), w.look.Aloud, func(l *Look) { l.Aloud = !l.Aloud }))
	}
	return all
}

// voiceRow is the buttons of the voice.
func (w *Window) voiceRow() fyne.CanvasObject {
	step := func(volume, speed int) func() {
		return func() {
			l := w.look
			l.Volume, l.Speed = l.Volume+volume, l.Speed+speed
			w.tune(l)
		}
	}
	button := func(key string, tap func()) fyne.CanvasObject {
		b := w.now.Button(w.say(key), tap).As(kit.Quiet)
		b.Flat = true
		return b
	}
	return kit.Tiles(1, 5, button("kiosk.voice_again", w.repeat),
		button("kiosk.voice_quieter", step(-1, 0)), button("kiosk.voice_louder", step(1, 0)),
		button("kiosk.voice_slower", step(0, -1)), button("kiosk.voice_faster", step(0, 1)))
}

package main

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"sala/app/station"
	"sala/app/ui/gate"
	"sala/app/ui/kit"
	"sala/app/words"
	"sala/forms/calendar"
)

// ask shows the gate of a station that opens with an officer's password only.
func ask(o options, a fyne.App, w fyne.Window, open func(officer, password string) error) error {
	catalogue, err := words.Load()
	if err != nil {
		return fmt.Errorf("read the words: %w", err)
	}
	gate.Show(gate.Front{
		Canvas: w.Canvas(), Parts: kit.New(catalogue, func() calendar.Date { return calendar.Of(time.Now()) }),
		Use: func(t fyne.Theme) { a.Settings().SetTheme(t) }, Language: o.language, Scheme: o.scheme, Scale: float32(o.scale),
		Officers: station.Holders(o.dir), Officer: o.officer, Open: open, Do: fyne.Do,
	})
	return nil
}

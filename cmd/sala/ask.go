package main

import (
	"os"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"sala/app/station"
	"sala/app/ui/gate"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/app/ui/work"
	"sala/app/watch"
	"sala/app/words"
	"sala/forms/calendar"
)

// lifeAfter is after how many seconds signs of life are given to a watcher who waits
// for the window: a station that opens at once gives its own, and one that hangs gives none.
const lifeAfter = 10

// ask shows the gate of a station until show has filled the window: one that opens
// with an officer's password only asks for it, every other one just says what it
// waits for.
func ask(o options, a fyne.App, w fyne.Window, use func(fyne.Theme), op *opening, locked bool, left *leaving, show func(st *station.Station, officer, password string)) {
	begun, opens := !locked, o.opens()
	watched := o.mode == theme.Kiosk && os.Getenv(watch.Watched) != ""
	front := gate.Front{
		Canvas: w.Canvas(),
		Parts: sync.OnceValue(func() kit.Kit {
			c, err := words.Open()
			if err != nil {
				c = &words.Catalogue{} // the station says so, as it opens
			}
			return kit.New(c, func() calendar.Date { return calendar.Of(time.Now()) })
		}),
		Use: use, Theme: theme.Desk, Language: opens.Language, Scheme: opens.Scheme, Scale: opens.Scale,
		Officer: o.officer,
		Open: func(officer, password string) (err error) {
			var st *station.Station
			if begun {
				begun = false
				st, err = op.await()
			} else {
				st, err = op.again(officer, password)
			}
			if op.gone() {
				return err
			}
			fyne.Do(func() {
				if left.err = err; err == nil && !op.gone() {
					show(st, officer, password)
				} else if watched { // who starts it again
					a.Quit()
				}
			})
			return err
		},
		Indexed: func() int { return int(op.indexed.Load()) },
		Do:      fyne.Do, Delay: work.Later,
		Every: every(watched),
	}
	if o.mode != theme.Kiosk {
		front.Quit = a.Quit
	}
	if locked {
		front.Officers = station.Holders(o.dir)
		gate.Show(front)
	} else {
		front.Theme = o.mode // the front end's own: another would have the faces read twice
		gate.Wait(front)
	}
}

// every returns what calls a function once a second. A watcher who would take a
// station that opens for long for one that hangs hears of each second.
func every(watched bool) func(func()) (stop func()) {
	beat := watch.Beats(os.Stdout)
	return func(f func()) (stop func()) {
		seconds := 0
		return work.Every(time.Second, fyne.Do, func() {
			if seconds++; watched && seconds > lifeAfter {
				beat()
			}
			f()
		})
	}
}

package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"fyne.io/fyne/v2"

	"sala/app/speech"
	"sala/app/station"
	"sala/app/ui/kiosk"
	"sala/app/watch"
)

// errFresh means that the program is to be started anew, so that nothing of a
// person who has gone is in its memory.
var errFresh = errors.New("begin anew")

// leaving says why the window was closed.
type leaving struct{ err error }

// keep runs this program again without --watch, and keeps it running.
func keep(ctx context.Context, args []string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	rest := slices.DeleteFunc(slices.Clone(args), func(a string) bool { return a == "--watch" || a == "-watch" || a == "--watch=true" })
	err = watch.Run(ctx, watch.Options{Command: append([]string{self}, rest...), Errors: os.Stderr, Tell: watch.Systemd(os.Getenv("NOTIFY_SOCKET"))})
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// How long a kiosk's first page may wait for what the citizen before did to be sent:
// after one who went in peace, and after a window that died or froze, which a watchdog
// must have back within ten seconds.
const patientSending, hastySending = 4 * time.Second, 1500 * time.Millisecond

func mostSending() time.Duration {
	switch watch.What(os.Getenv(watch.Watched)) {
	case watch.Died, watch.Frozen:
		return hastySending
	}
	return patientSending
}

// sender starts this program again to synchronise the station.
func sender(o options) (station.Sender, error) {
	self, err := os.Executable()
	if err != nil {
		return station.Sender{}, err
	}
	return station.Sender{Command: []string{self, "--mode", string(sending), "--dir", o.dir}, Errors: os.Stderr}, nil
}

// showKiosk fills the window with a kiosk. When it is watched it says that it
// moves, and begins anew after everybody whom it came to know. One that opens with an
// officer's password does not: citizens would be asked for it.
//
// What the next process knows of her: how it looks and sounds, when she is still there,
// and nothing else. Before it opens the station a sender
// has ended what was left open, sent it and forgotten it (Prepare); while the line is
// down the journal keeps her, but coming to the first page reads none of its pages.
// From then on senders take in what central says of the office's petitions, hers and
// everybody's. Where money or a ticket was still to come, this process sees to that,
// and then begins anew.
func showKiosk(o options, st *station.Station, a fyne.App, f kiosk.Front, left *leaving) (end func()) {
	f.Quit, f.Recovered = a.Quit, o.recovered
	if os.Getenv(watch.Watched) != "" {
		f.Beat = watch.Beats(os.Stdout)
	}
	if f.Beat != nil && o.password == "" {
		f.Stays = watch.Handed(os.Stdin)
		f.Ended = func(stays string) {
			if stays != "" {
				watch.Hand(os.Stdout, stays)
			}
			left.err = errFresh
			a.Quit()
		}
	}
	voice, reads := voiceOf(o, st)
	if voice != nil {
		f.Ring = voice.Ring
	}
	if reads {
		f.Voice = voice
	}
	shown := kiosk.Show(f)
	return func() {
		shown()
		if voice != nil {
			voice.Close()
		}
	}
}

// voiceOf returns the kiosk's voice, nil where nothing can sound, and whether it can
// read: recordings of the pack first, espeak-ng for the rest. One that cannot rings.
func voiceOf(o options, st *station.Station) (voice *speech.Voice, reads bool) {
	player, err := speech.FindPlayer(o.sound)
	if err != nil {
		return nil, false
	}
	var rest speech.Maker
	if e, err := speech.FindEspeak(); err == nil {
		rest = e
	}
	text := func(language, key string) (string, bool) { return st.Words.Text(language, key, nil), st.Words.Has(key) }
	files, err := st.PackFiles()
	if err != nil {
		return speech.New(rest, player, nil), false
	}
	recorded, err := speech.ReadRecorded(files, text, rest)
	if err != nil || rest == nil && recorded.Len() == 0 {
		return speech.New(rest, player, nil), false
	}
	return speech.New(recorded, player, nil), true
}

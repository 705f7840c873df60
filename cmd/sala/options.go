package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sala/app/station"
	"sala/app/ui/kit"
	"sala/app/ui/look"
	"sala/app/ui/theme"
)

// options are what the command line says.
type options struct {
	mode       theme.Front
	dir        string
	language   string // "" by the station's country
	officer    string // chosen at sign-in
	password   string // with which the station was opened, for the sign-in
	recovered  bool   // what a kiosk that died left open was ended before its window
	scheme     theme.Scheme
	scale      float64
	said       look.Look // of the three what was said, zero what was left out
	fullScreen bool
	watch      bool   // keep another sala running that shows the window
	sound      string // of the kiosk's voice: the name of a sound card, "" the usual
	width      int
	height     int
}

// sending is the mode in which a kiosk's window starts the program beside itself:
// no window, one run to central and back. People do not ask for it.
const sending theme.Front = "kiosk-sync"

func parse(args []string) (options, error) {
	o := options{}
	set := flag.NewFlagSet("sala", flag.ContinueOnError)
	mode := set.String("mode", "desk", "desk, kiosk or field")
	set.StringVar(&o.dir, "dir", folder(), "the station's folder")
	set.StringVar(&o.language, "language", "", "th, ko or en; the country's own where it is left out")
	set.StringVar(&o.officer, "officer", "", "the officer who is chosen at sign-in")
	scheme := set.String("theme", "light", "light, dark or contrast")
	set.Float64Var(&o.scale, "text-size", 1, "1 to 2")
	set.BoolVar(&o.fullScreen, "full-screen", false, "fill the screen (a kiosk always does, unless --window is given)")
	set.BoolVar(&o.watch, "watch", false, "keep the window running: bring it back when it dies or freezes, and begin it anew after each person")
	set.StringVar(&o.sound, "sound", "", "the sound card of a kiosk's voice, as ALSA names it (plughw:1); the usual one where it is left out")
	window := set.String("window", "", "the window's size, such as 1366x768")
	if err := set.Parse(args); err != nil {
		return o, flag.ErrHelp
	}
	o.mode, o.scheme = theme.Front(*mode), theme.Scheme(*scheme)
	set.Visit(func(f *flag.Flag) {
		switch f.Name {
		case "language":
			o.said.Language = o.language
		case "theme":
			o.said.Scheme = o.scheme
		case "text-size":
			o.said.Scale = float32(o.scale)
		}
	})
	switch {
	case set.NArg() > 0:
		return o, fmt.Errorf("%q is not understood: see sala --help", set.Arg(0))
	case o.mode != sending && !slices.Contains([]theme.Front{theme.Desk, theme.Kiosk, theme.Field}, o.mode):
		return o, fmt.Errorf("there is no mode %q: desk, kiosk or field", *mode)
	case !slices.Contains(theme.Schemes(), o.scheme):
		return o, fmt.Errorf("there is no theme %q: light, dark or contrast", *scheme)
	case o.language != "" && !slices.Contains(kit.Languages(), o.language):
		return o, fmt.Errorf("there is no language %q: %s", o.language, strings.Join(kit.Languages(), ", "))
	}
	o.width, o.height = 1366, 768
	if o.mode == theme.Kiosk {
		o.width, o.height = 1280, 1024
	}
	if *window != "" {
		if n, err := fmt.Sscanf(*window, "%dx%d", &o.width, &o.height); err != nil || n != 2 {
			return o, fmt.Errorf("%q is not a size such as 1366x768", *window)
		}
	} else if o.mode == theme.Kiosk {
		o.fullScreen = true
	}
	return o, nil
}

// usual is how the window looks where nobody chose otherwise.
func (o options) usual() look.Look {
	return look.Look{Language: o.language, Scheme: o.scheme, Scale: float32(o.scale)}
}

// opens is how the window looks before the station is open: as the last officer had
// it, where the command line does not say otherwise.
func (o options) opens() look.Look {
	last := look.Of(station.LastAppearance(o.dir, string(o.mode)))
	return o.usual().With(last).With(o.said)
}

// folder is where a station's folder usually is.
func folder() string {
	base, err := os.UserConfigDir()
	if err != nil {
		return "sala"
	}
	return filepath.Join(base, "sala")
}

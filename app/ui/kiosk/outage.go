package kiosk

import (
	"strings"

	"fyne.io/fyne/v2"

	"sala/app/ui/kit"
)

// offline says that the network is away, and how old the register is; nil while it is
// there.
func (w *Window) offline(v View) fyne.CanvasObject {
	if !v.Offline {
		return nil
	}
	if v.Language == "" {
		var all []string
		for _, k := range inEvery(w.now) {
			all = append(all, outage(k, v, w.double()))
		}
		return w.now.Notice(kit.ToneInfo, all[0], strings.Join(all[1:], "\n"))
	}
	rule := ""
	if v.Page == Services {
		rule = w.slim(outageRule(w.now, v))
	}
	return w.now.Notice(kit.ToneInfo, outage(w.now, v, w.double()), rule)
}

// outage says without the network how old the register is, in few words where there is
// little room.
func outage(k *kit.Kit, v View, short bool) string {
	switch t := v.Status.Journal.LastSync; {
	case t.IsZero():
		return k.Say("kiosk.offline_never")
	case short:
		return k.Say("kiosk.offline_short", "time", moment(k, t))
	default:
		return k.Say("kiosk.offline", "time", moment(k, t))
	}
}

// outageRule is the rule by which papers are made without the network; "" where no
// register is there to make them from.
func outageRule(k *kit.Kit, v View) string {
	if t := v.Status.Journal.LastSync; !t.IsZero() {
		return k.Say("kiosk.rule", "time", moment(k, t))
	}
	return ""
}

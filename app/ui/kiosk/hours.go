package kiosk

import (
	"strconv"
	"strings"

	"sala/app/office"
	"sala/app/ui/kit"
)

// hoursIn says opening hours in the kit's language: "Monday to Friday
// 08:30–16:30". Hours that cannot be read are said as they are written.
func hoursIn(k *kit.Kit, text string) string {
	h, err := office.ParseHours(text)
	if err != nil {
		return text
	}
	week, notOnHolidays := h.Week()
	says := ""
	add := func(part string) {
		if says == "" {
			says = part
			return
		}
		says = k.Say("kiosk.hours.then", "first", says, "then", part)
	}
	for _, d := range week {
		times := strings.ReplaceAll(strings.Join(d.Times, ", "), "-", "–")
		from, to := k.Say("kiosk.day."+strconv.Itoa(int(d.From))), k.Say("kiosk.day."+strconv.Itoa(int(d.To)))
		if d.From == d.To {
			add(k.Say("kiosk.hours.day", "day", from, "times", times))
			continue
		}
		add(k.Say("kiosk.hours.days", "from", from, "to", to, "times", times))
	}
	if notOnHolidays {
		add(k.Say("kiosk.hours.holidays"))
	}
	return says
}

package station_test

import (
	"slices"
	"testing"

	"sala/app/office"
	"sala/app/speech"
	"sala/app/store"
)

// A kiosk that cannot sound says so to whoever examines it and on its page of devices,
// with what to do about it; no other station is to sound.
func TestAKioskSaysThatItCannotSound(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	w := newWorld(t)
	st, _ := w.station("TH-5014-K01")
	ctx := t.Context()
	for _, kiosk := range []bool{false, true} {
		st.Config.Forget = kiosk
		at := slices.IndexFunc(st.Examine(ctx, false), func(f store.Finding) bool {
			return f.Check == "sound" && f.Level == store.Warn && f.Code == speech.NoPlayer
		})
		if found := at >= 0; found != kiosk {
			t.Errorf("a kiosk %t: the finding is there: %t", kiosk, found)
		}
		list, err := st.Plugged().List(ctx)
		must(t, err)
		at = slices.IndexFunc(list, func(d office.PluggedDevice) bool { return d.ID == "sound" && d.Code == speech.NoPlayer && !d.Good })
		if found := at >= 0; found != kiosk {
			t.Errorf("a kiosk %t: the device is there: %t", kiosk, found)
		}
	}
	if code := office.CodeOf(st.Plugged().Test(ctx, "sound")); code != speech.NoPlayer {
		t.Errorf("tried out it says %q", code)
	}
	if says, hint := st.Words.Trouble("en", speech.NoPlayer, nil); says == "" || hint == "" {
		t.Errorf("it is said as %q, %q", says, hint)
	}
}

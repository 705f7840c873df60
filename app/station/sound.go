package station

import (
	"sala/app/office"
	"sala/app/speech"
	"sala/app/store"
)

// soundID is the device's name under which a kiosk's sound is listed.
const soundID = "sound"

// examineSound says of a kiosk what keeps it from calling after a card that was left,
// and from reading its pages aloud. Nothing else sounds.
func (st *Station) examineSound() []store.Finding {
	if !st.Config.Forget {
		return nil
	}
	f := store.Finding{Check: soundID, Level: store.Good, Code: "ok"}
	if code := speech.Lacks(speech.Cards); code != "" {
		f.Level, f.Code = store.Warn, code
	}
	return []store.Finding{f}
}

// soundOf is a kiosk's sound as the page of devices lists it.
func soundOf() office.PluggedDevice {
	d := office.PluggedDevice{ID: soundID, Kind: soundID, Good: true, Code: "sound.ready"}
	if code := speech.Lacks(speech.Cards); code != "" {
		d.Good, d.Warns, d.Code = code == speech.NoVoice, code == speech.NoVoice, code
	}
	return d
}

// testSound tells again what keeps a kiosk from sounding.
func testSound() error {
	if code := speech.Lacks(speech.Cards); code != "" {
		return &office.Error{Op: "test the sound", Code: code}
	}
	return nil
}

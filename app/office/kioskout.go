package office

// Why a kiosk can serve nobody now.
const (
	OutStopped = "stopped" // it was taken out of service
	OutStore   = "store"   // nothing can be written down, or read
	OutReader  = "reader"  // no card can be read, and no passport either
)

// KioskOut says why the kiosk can serve nobody now, "" when it can. Where only the
// paper cannot come, it goes on with tickets: see KioskServices.
func (o *Office) KioskOut(st Status) string {
	switch {
	case o.Stopped():
		return OutStopped
	case o.Behind != nil && o.Behind() != nil:
		return OutStore
	case o.Cards != nil && !o.Documents && st.Lamps.Reader.Light == LightBad:
		return OutReader
	}
	return ""
}

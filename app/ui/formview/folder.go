package formview

import (
	"time"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/forms/calendar"
)

// Listing is a folder in the words of the picker, with days of the office's
// clock; code is of the trouble when it could not be read.
func Listing(k *kit.Kit, f office.Folder, code string, clock *time.Location) kit.Listing {
	l := kit.Listing{Name: f.Name, Code: code}
	for _, e := range f.Entries {
		one := kit.Listed{Name: e.Name, Path: e.Path, Folder: e.Folder}
		if e.Name == ".." {
			one.Name = k.Say("desk.files.up")
		}
		if !e.Folder {
			one.Detail = kit.Size(e.Size)
			if !e.At.IsZero() { // of a stick without a clock
				one.Detail = k.Join(one.Detail, calendar.Of(e.At.In(clock)).Short(k.Language))
			}
		}
		l.Files = append(l.Files, one)
	}
	if l.Name == "" {
		l.Name = k.Say("desk.files.places")
	}
	return l
}

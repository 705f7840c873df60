package formview_test

import (
	"reflect"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kit"
)

// A folder is listed with sizes and with days of the office's clock; the way up
// and a folder without a name are told in words.
func TestFolderInWords(t *testing.T) {
	studiotest.Open(t, 200, 200)
	k := studiotest.Kit(t)
	k.Language = "en"
	evening := time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC) // the next day in Bangkok
	got := formview.Listing(&k, office.Folder{Entries: []office.FolderEntry{
		{Name: "..", Path: "/media", Folder: true},
		{Name: "deed.pdf", Path: "/media/stick/deed.pdf", Size: 1201, At: evening},
		{Name: "house.jpg", Path: "/media/stick/house.jpg", Size: 2_450_000, At: evening},
	}}, "", time.FixedZone("", 7*3600))
	want := kit.Listing{Name: k.Say("desk.files.places"), Files: []kit.Listed{
		{Name: k.Say("desk.files.up"), Path: "/media", Folder: true},
		{Name: "deed.pdf", Path: "/media/stick/deed.pdf", Detail: k.Join("2 kB", "23 Nov 2026")},
		{Name: "house.jpg", Path: "/media/stick/house.jpg", Detail: k.Join("2.5 MB", "23 Nov 2026")},
	}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

package formview

import (
	"testing"
	"time"

	"sala/app/photo"
	"sala/forms/answer"
	"sala/forms/calendar"
	"sala/forms/definition"
)

// TestBesides promises that when and where a photo was taken become answers, and
// that a place which was answered already stays.
func TestBesides(t *testing.T) {
	words := definition.Text{"th": "ก", "ko": "가", "en": "a"}
	form := &definition.Form{ID: "f", Version: "1", Country: "TH", Fee: definition.Fee{Currency: "THB"}, Sections: []definition.Section{{ID: "a", Questions: []definition.Question{
		{ID: "position", Label: words, Kind: definition.Location}, {ID: "pictures", Label: words, Kind: definition.Photo}, {ID: "pictures_at", Label: words, Kind: definition.ShortText}, {ID: "pictures_where", Label: words, Kind: definition.Location}}}}}
	sheet, err := answer.Open(form, nil, answer.Env{Today: calendar.Date{Year: 2026, Month: 11, Day: 22}})
	if err != nil {
		t.Fatal(err)
	}
	taken := photo.Photo{Taken: time.Date(2026, 11, 21, 15, 4, 0, 0, time.UTC), Place: &photo.Place{Lat: 18.9, Lon: 99.03}}
	got := besides(Of(form, sheet), "pictures", taken)
	if len(got) != 3 || got[0].path != "pictures_at" || got[0].value != "2026-11-21 15:04" || got[1].path != "pictures_where" || got[2].path != "position" {
		t.Errorf("%+v", got)
	}
	if err := sheet.Set("position", map[string]any{"lat": 1.0, "lon": 2.0}); err != nil {
		t.Fatal(err)
	}
	if got := besides(Of(form, sheet), "pictures", taken); len(got) != 2 {
		t.Errorf("with a place answered already: %+v", got)
	}
	if got := besides(Of(form, sheet), "pictures", photo.Photo{}); len(got) != 0 {
		t.Errorf("a photo that says nothing: %+v", got)
	}
}

package formview

import (
	"strings"

	"sala/app/photo"
	"sala/forms/definition"
)

// beside is what a photo answers besides its own question.
type beside struct {
	path  string
	value any
}

// besides returns when and where a photo was taken, as answers: to the questions
// that are called as the photo's own with "_at" and "_where" behind it, and the
// place also to the form's first question of a place that has no answer yet. The
// photo itself holds neither any more.
func besides(p Page, path string, taken photo.Photo) []beside {
	var out []beside
	form := map[string]definition.Kind{}
	for _, s := range p.Form.Sections {
		for _, q := range s.Questions {
			form[q.ID] = q.Kind
		}
	}
	if kind, ok := form[path+"_at"]; ok && !taken.Taken.IsZero() {
		layout := "2006-01-02 15:04"
		if kind == definition.Date {
			layout = "2006-01-02"
		}
		out = append(out, beside{path + "_at", taken.Taken.Format(layout)})
	}
	if taken.Place == nil {
		return out
	}
	at := map[string]any{"lat": taken.Place.Lat, "lon": taken.Place.Lon}
	if form[path+"_where"] == definition.Location {
		out = append(out, beside{path + "_where", at})
	}
	for _, q := range p.All() {
		if q.Kind == definition.Location && !q.Answered() && !strings.HasSuffix(q.Path, "_where") {
			return append(out, beside{q.Path, at})
		}
	}
	return out
}

package rehearsal

import (
	"sala/app/office"
	"sala/forms/definition"
	"sala/forms/register"
)

// shelf has a newer version of the house register copy, and keeps the one before.
type shelf struct {
	office.Catalogue
	newer *definition.Form
}

// Form returns the form with the ID as it is in use.
func (s shelf) Form(id string) (*definition.Form, bool) {
	if id == s.newer.ID {
		return s.newer, true
	}
	return s.Catalogue.Form(id)
}

// Register returns what the pack says of a register.
func (s shelf) Register(name string) (register.Definition, bool) {
	return s.Catalogue.(delivered).Register(name)
}

// Began returns a form in the version that a petition began with.
func (s shelf) Began(id, version string) (form *definition.Form, pinned, ok bool) {
	if id == s.newer.ID && version == s.newer.Version {
		return s.newer, true, true
	}
	form, ok = s.Catalogue.Form(id)
	return form, ok && form.Version == version, ok
}

// Renew brings a newer version of the house register copy: it asks for an e-mail
// address in place of the telephone, and gives three copies at most.
func (o *Office) Renew() {
	f := HouseCopy()
	f.Version = "1.1.0"
	f.Sections[0].Questions[1] = definition.Question{ID: "email", Kind: definition.ShortText, Label: words("อีเมล", "전자우편", "E-mail address"), Max: 80}
	copies := &f.Sections[1].Questions[2]
	copies.Constraint, copies.Message = "answer >= 1 && answer <= 3", words("ขอได้ 1 ถึง 3 ฉบับ", "1부에서 3부까지 신청할 수 있습니다", "One to three copies")
	o.Forms = shelf{o.Forms, f}
}

package central

import "sala/forms/pack"

// FormTitle returns what a form is called, in a language; the form's ID where
// central has no pack with it.
func (c *Central) FormTitle(form, language string) string {
	title := form
	c.eachPack(func(p *pack.Pack) bool {
		f, ok := p.Form(form)
		if ok && f.Title[language] != "" {
			title = f.Title[language]
		}
		return ok
	})
	return title
}

// FieldLabel returns what a field of a register is called in a country, or its
// name.
func (c *Central) FieldLabel(country, register, field, language string) string {
	label := field
	c.eachPack(func(p *pack.Pack) bool {
		if p.Country != country {
			return false
		}
		d, ok := p.Register(register)
		for _, f := range d.Fields {
			if f.Name == field && f.Label[language] != "" {
				label = f.Label[language]
				return true
			}
		}
		return ok && label != field
	})
	return label
}

// QuestionLabel returns what a form asks under a question's path, or the path.
func (c *Central) QuestionLabel(form, path, language string) string {
	label := path
	c.eachPack(func(p *pack.Pack) bool {
		f, ok := p.Form(form)
		if !ok {
			return false
		}
		for _, q := range f.Questions() {
			if q.ID == lastPart(path) && q.Label[language] != "" {
				label = q.Label[language]
			}
		}
		return true
	})
	return label
}

// lastPart is the question of a path such as "members[2].birth".
func lastPart(path string) string {
	from := 0
	for i, r := range path {
		if r == '.' {
			from = i + 1
		}
	}
	for i, r := range path[from:] {
		if r == '[' {
			return path[from : from+i]
		}
	}
	return path[from:]
}

// eachPack shows the packs that were read until found says so.
func (c *Central) eachPack(found func(*pack.Pack) bool) {
	c.shelf.mu.Lock()
	defer c.shelf.mu.Unlock()
	if c.shelf.unpack() != nil {
		return
	}
	for _, name := range sortedKeys(c.shelf.packs) {
		if found(c.shelf.packs[name]) {
			return
		}
	}
}

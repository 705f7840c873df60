package register

import "slices"

// Definition says what a register holds: its fields with their words. Packs
// bring it in registers.yaml.
type Definition struct {
	Name   string            `json:"name"`
	Title  map[string]string `json:"title"` // by language
	Key    []string          `json:"key"`   // fields by which a record is known again
	Fields []Field           `json:"fields"`
	Rule   Rule              `json:"rule"` // what a look-up needs
}

// Field is one field of a register.
type Field struct {
	Name  string            `json:"name"`
	Label map[string]string `json:"label"`
	Kind  string            `json:"kind,omitempty"` // "", date, money, number (whole), national_number, record (another record's ID), yes_no
	Of    string            `json:"of,omitempty"`   // for Kind record: its register
	// Words are the values that the field may have, with their words, where it
	// has few.
	Words map[string]map[string]string `json:"words,omitempty"`
}

// Field returns the field of that name.
func (d Definition) Field(name string) (Field, bool) {
	i := slices.IndexFunc(d.Fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return d.Fields[i], true
}

// Policies returns the rules of registers as a Policy.
func Policies(registers []Definition) Policy {
	p := Policy{}
	for _, d := range registers {
		p[d.Name] = d.Rule
	}
	return p
}

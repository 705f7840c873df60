package outward

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"time"

	"sala/forms/petition"
)

// instance writes a petition as the XML instance of its form. It is the same to
// the byte whenever it is sent again: a server takes no other under its ID.
func instance(x petition.Petition, s sent) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(xml.Header)
	e := xml.NewEncoder(&out)
	root := xml.StartElement{Name: xml.Name{Local: "data"}, Attr: []xml.Attr{{Name: xml.Name{Local: "id"}, Value: x.Form}, {Name: xml.Name{Local: "version"}, Value: x.FormVersion}}}
	if err := e.EncodeToken(root); err != nil {
		return nil, err
	}
	meta := map[string]any{"instanceID": s.Instance, "instanceName": x.Number, "timeEnd": time.UnixMilli(s.At).UTC().Format(time.RFC3339)}
	if s.Before != "" {
		meta["deprecatedID"] = s.Before
	}
	if err := nested(e, "meta", meta); err != nil {
		return nil, err
	}
	if err := values(e, named(x.Answers, s.Files)); err != nil {
		return nil, err
	}
	if err := e.EncodeToken(root.End()); err != nil {
		return nil, err
	}
	if err := e.Flush(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// named puts the names of files in the place of their hashes.
func named(answers map[string]any, files []file) map[string]any {
	if len(files) == 0 {
		return answers
	}
	names := map[string]string{}
	for _, f := range files {
		names[f.At] = f.Name
	}
	out, _ := mapped(answers, "", func(at, text string) string {
		if n, ok := names[at]; ok {
			return n
		}
		return text
	}).(map[string]any)
	return out
}

// mapped returns an answer with every text in it changed; at is where it stands:
// "photo", "rooms/0/photo".
func mapped(v any, at string, change func(at, text string) string) any {
	switch v := v.(type) {
	case string:
		return change(at, v)
	case map[string]any:
		out := make(map[string]any, len(v))
		for _, k := range sorted(v) {
			out[k] = mapped(v[k], strings.TrimPrefix(at+"/"+k, "/"), change)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = mapped(v[i], fmt.Sprintf("%s/%d", at, i), change)
		}
		return out
	}
	return v
}

func sorted(m map[string]any) []string {
	names := make([]string, 0, len(m))
	for n := range m {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

func values(e *xml.Encoder, answers map[string]any) error {
	for _, n := range sorted(answers) {
		switch v := answers[n].(type) {
		case map[string]any:
			if err := nested(e, n, v); err != nil {
				return err
			}
		case []any:
			if err := rows(e, n, v); err != nil {
				return err
			}
		case nil:
		default:
			if err := e.EncodeElement(fmt.Sprint(v), xml.StartElement{Name: xml.Name{Local: element(n)}}); err != nil {
				return err
			}
		}
	}
	return nil
}

// rows writes a repeat for each row; what was chosen of many is one text with
// blanks between, as XForms has it.
func rows(e *xml.Encoder, name string, list []any) error {
	var chosen []string
	for _, row := range list {
		if fields, ok := row.(map[string]any); !ok {
			chosen = append(chosen, fmt.Sprint(row))
		} else if err := nested(e, name, fields); err != nil {
			return err
		}
	}
	if chosen == nil {
		return nil
	}
	return e.EncodeElement(strings.Join(chosen, " "), xml.StartElement{Name: xml.Name{Local: element(name)}})
}

func nested(e *xml.Encoder, name string, fields map[string]any) error {
	start := xml.StartElement{Name: xml.Name{Local: element(name)}}
	if err := e.EncodeToken(start); err != nil {
		return err
	}
	if err := values(e, fields); err != nil {
		return err
	}
	return e.EncodeToken(start.End())
}

// element makes a question's ID a name that XML allows.
func element(id string) string {
	out := []rune(id)
	for i, r := range out {
		letter := r == '_' || (r >= 'a' && r <= 'z') || (r >= 'A' && r <= 'Z')
		if !letter && (i == 0 || (r != '-' && r != '.' && (r < '0' || r > '9'))) {
			out[i] = '_'
		}
	}
	if len(out) == 0 {
		return "_"
	}
	return string(out)
}

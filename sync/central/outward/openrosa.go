package outward

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"slices"
	"strings"
	"time"

	"sala/forms/petition"
	"sala/sync/wire"
)

// submit sends petitions that were handed in to an OpenRosa server, each as one
// submission (OpenRosa Form Submission API 1.0). The instance ID is the
// petition's, so that the server knows a repetition.
func (o *Outward) submit(ctx context.Context, p Partner, changes []Change) error {
	for _, c := range changes {
		x, ok := c.Value.(petition.Petition)
		if c.What != wire.WhatPetition || !ok || x.State == petition.Drafted {
			continue
		}
		body, contentType, err := submission(x)
		if err != nil {
			return err
		}
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.URL, bytes.NewReader(body))
		if err != nil {
			return err
		}
		r.Header.Set("Content-Type", contentType)
		r.Header.Set("X-OpenRosa-Version", "1.0")
		r.Header.Set("Date", o.central.Now().UTC().Format(http.TimeFormat))
		if p.User != "" {
			r.SetBasicAuth(p.User, p.Secret)
		}
		if err := o.send(r); err != nil {
			return fmt.Errorf("petition %s: %w", x.ID, err)
		}
	}
	return nil
}

// submission writes a petition as the XML instance of its form, in the part
// that the protocol names.
func submission(x petition.Petition) (body []byte, contentType string, err error) {
	var instance bytes.Buffer
	instance.WriteString(xml.Header)
	e := xml.NewEncoder(&instance)
	root := xml.StartElement{Name: xml.Name{Local: "data"}, Attr: []xml.Attr{{Name: xml.Name{Local: "id"}, Value: x.Form}, {Name: xml.Name{Local: "version"}, Value: x.FormVersion}}}
	if err := e.EncodeToken(root); err != nil {
		return nil, "", err
	}
	if err := nested(e, "meta", map[string]any{"instanceID": "uuid:" + x.ID, "instanceName": x.Number, "timeEnd": time.UnixMilli(x.Changed).UTC().Format(time.RFC3339)}); err != nil {
		return nil, "", err
	}
	if err := values(e, x.Answers); err != nil {
		return nil, "", err
	}
	if err := e.EncodeToken(root.End()); err != nil {
		return nil, "", err
	}
	if err := e.Flush(); err != nil {
		return nil, "", err
	}
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	part, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="xml_submission_file"; filename="submission.xml"`}, "Content-Type": {"text/xml"}})
	if err != nil {
		return nil, "", err
	}
	part.Write(instance.Bytes())
	if err := w.Close(); err != nil {
		return nil, "", err
	}
	return out.Bytes(), w.FormDataContentType(), nil
}

func values(e *xml.Encoder, answers map[string]any) error {
	names := make([]string, 0, len(answers))
	for n := range answers {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
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

package outward

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"slices"
	"strconv"
	"strings"

	"sala/forms/petition"
	"sala/sync/central"
	"sala/sync/wire"
)

// acceptable is how many bytes a submission may have at a server that does not
// say (OpenRosa Form Submission API 1.0: Accept-Content-Length).
const (
	acceptable       = 10 << 20
	headerAcceptable = "X-OpenRosa-Accept-Content-Length"
)

// sent is what an OpenRosa server has of a petition. It is kept before anything
// goes out, so that a repetition is the same to the byte.
type sent struct {
	Instance string `json:"instance"`         // "uuid:..."
	Before   string `json:"before,omitempty"` // the instance that it takes the place of
	Content  string `json:"content"`          // SHA-256 of what was handed in
	At       int64  `json:"at"`               // Unix milliseconds
	Text     bool   `json:"text"`             // the server has the instance
	Files    []file `json:"files,omitempty"`
	Refused  string `json:"refused,omitempty"` // why the server does not take it
}

// file is a photo or file that an answer names.
type file struct {
	At   string `json:"at"`   // "rooms/0/photo"
	Name string `json:"name"` // in the submission
	Hash string `json:"hash"`
	Sent bool   `json:"sent"`
	Over bool   `json:"over,omitempty"` // larger than the server takes
}

// submit sends petitions that were handed in to an OpenRosa server (OpenRosa Form
// Submission API 1.0), each content once: its text, and its photos and files as
// parts beside it, those that come to central later with the same text again. A
// petition that was handed in anew takes the place of the one before. What the
// server does not take of one petition is noted and holds up no other.
func (o *Outward) submit(ctx context.Context, p Partner, changes []Change) error {
	var refused []error
	for _, c := range changes {
		x, err := o.petitionOf(ctx, c)
		if err != nil {
			return err
		}
		if x.ID == "" || x.State == petition.Drafted {
			continue
		}
		err = o.submitOne(ctx, p, c.Office, x)
		var no *answered
		if errors.As(err, &no) && no.ofOne() {
			refused = append(refused, err)
		} else if err != nil {
			return err
		}
	}
	if len(refused) > 0 {
		o.central.Log.Warn("an OpenRosa server does not take a petition", "partner", p.Name, "error", central.Cause(errors.Join(refused...)))
	}
	return nil
}

// petitionOf returns the petition that a change is of: it changed itself, or all
// of one of its files has come. The zero Petition is none.
func (o *Outward) petitionOf(ctx context.Context, c Change) (x petition.Petition, err error) {
	switch v := c.Value.(type) {
	case petition.Petition:
		return v, nil
	case wire.Attachment:
		id, ok := strings.CutPrefix(v.Subject, "petition/")
		if !ok || !v.Complete {
			return x, nil
		}
		return o.petition(ctx, c.Office, id)
	}
	return x, nil
}

func (o *Outward) submitOne(ctx context.Context, p Partner, office string, x petition.Petition) error {
	s, err := o.sent(ctx, p, office, x)
	if err != nil || s.Refused != "" {
		return err
	}
	var ready []part
	for i, f := range s.Files {
		if f.Sent || f.Over {
			continue
		}
		about, body, err := o.central.File(ctx, office, f.Hash)
		switch {
		case errors.Is(err, central.ErrNotFound): // it is still on its way
		case err != nil:
			return err
		default:
			ready = append(ready, part{i, about.MIME, body})
		}
	}
	if s.Text && len(ready) == 0 {
		return nil
	}
	return o.deliverOne(ctx, p, x, s, ready)
}

// deliverOne sends an instance with the files that are here, in as many requests
// as the server's limit takes.
func (o *Outward) deliverOne(ctx context.Context, p Partner, x petition.Petition, s sent, ready []part) error {
	text, err := instance(x, s)
	if err != nil {
		return err
	}
	most := int64(acceptable)
	if len(ready) > 0 {
		if most, err = o.acceptable(ctx, p); err != nil {
			return fmt.Errorf("petition %s: %w", x.ID, err)
		}
		ready = slices.DeleteFunc(ready, func(r part) bool {
			s.Files[r.of].Over = int64(len(text)+len(r.body)) > most
			return s.Files[r.of].Over
		})
	}
	for first := true; first || len(ready) > 0; first = false {
		n, size := 0, int64(len(text))
		for n < len(ready) && (n == 0 || size+int64(len(ready[n].body)) < most) {
			size += int64(len(ready[n].body))
			n++
		}
		err := o.post(ctx, p, text, s.Files, ready[:n])
		var no *answered
		if errors.As(err, &no) && no.ofOne() {
			s.Refused = no.Error()
			return errors.Join(fmt.Errorf("petition %s: %w", x.ID, err), o.note(ctx, p, x.ID, s))
		}
		if err != nil {
			return fmt.Errorf("petition %s: %w", x.ID, err)
		}
		s.Text = true
		for _, r := range ready[:n] {
			s.Files[r.of].Sent = true
		}
		if err := o.note(ctx, p, x.ID, s); err != nil {
			return err
		}
		ready = ready[n:]
	}
	return nil
}

// part is the bytes of one of a submission's files.
type part struct {
	of   int // of sent.Files
	mime string
	body []byte
}

// sent returns what the server has of a petition's content; what is noted of an
// earlier content becomes the one that it takes the place of.
func (o *Outward) sent(ctx context.Context, p Partner, office string, x petition.Petition) (sent, error) {
	var s sent
	answers, err := json.Marshal(x.Answers)
	if err != nil {
		return s, err
	}
	sum := sha256.Sum256(slices.Concat([]byte(x.Form+"\x00"+x.FormVersion+"\x00"), answers))
	content := hex.EncodeToString(sum[:])
	err = o.central.Store.Update(ctx, func(tx central.Tx) error {
		s = sent{}
		b, err := tx.Setting(spaceSent+p.Name, x.ID)
		switch {
		case errors.Is(err, central.ErrNotFound):
		case err != nil:
			return err
		default:
			if err := json.Unmarshal(b, &s); err != nil || s.Content == content {
				return err
			}
		}
		next := sent{Instance: "uuid:" + x.ID, Content: content, At: x.Changed}
		if s.Text {
			fresh := sha256.Sum256([]byte(content + s.Instance))
			next.Instance, next.Before = "uuid:"+hex.EncodeToString(fresh[:16]), s.Instance
		}
		if next.Files, err = files(tx, office, x.Answers); err != nil {
			return err
		}
		s = next
		return putSent(tx, p, x.ID, s)
	})
	return s, err
}

// spaceSent, with the partner's name after it, holds what each has, by petition.
const spaceSent = "partner-sent/"

func (o *Outward) note(ctx context.Context, p Partner, petition string, s sent) error {
	return o.central.Store.Update(ctx, func(tx central.Tx) error { return putSent(tx, p, petition, s) })
}

func putSent(tx central.Tx, p Partner, petition string, s sent) error {
	b, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return tx.PutSetting(spaceSent+p.Name, petition, b)
}

// files returns the photos and files that answers name. The same bytes in two
// places are two files: servers know a file by its name.
func files(tx central.Tx, office string, answers map[string]any) (out []file, err error) {
	mapped(answers, "", func(at, text string) string {
		if b, no := hex.DecodeString(text); err != nil || no != nil || len(b) != sha256.Size {
			return text
		}
		var about wire.Attachment
		about, err = central.FileOf(tx, office, text)
		if errors.Is(err, central.ErrNotFound) { // a text that looks like one
			err = nil
			return text
		}
		out = append(out, file{At: at, Name: element(strings.ReplaceAll(at, "/", "-")) + "-" + text[:12] + extension(about), Hash: text})
		return text
	})
	return out, err
}

// extension is the end of a file's name, by which servers tell what it is.
func extension(a wire.Attachment) string {
	switch a.MIME {
	case "image/jpeg":
		return ".jpg"
	case "image/png":
		return ".png"
	}
	if all, err := mime.ExtensionsByType(a.MIME); err == nil && len(all) > 0 {
		return all[0]
	}
	return ".bin"
}

// post sends an instance and some of its files.
func (o *Outward) post(ctx context.Context, p Partner, text []byte, files []file, ready []part) error {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	add := func(name, file, kind string, b []byte) error {
		h := textproto.MIMEHeader{"Content-Disposition": {fmt.Sprintf("form-data; name=%q; filename=%q", name, file)}, "Content-Type": {kind}}
		part, err := w.CreatePart(h)
		if err == nil {
			_, err = part.Write(b)
		}
		return err
	}
	err := add("xml_submission_file", "submission.xml", "text/xml", text)
	for _, r := range ready {
		if err == nil {
			name := files[r.of].Name
			err = add(name, name, r.mime, r.body)
		}
	}
	if err := errors.Join(err, w.Close()); err != nil {
		return err
	}
	r, err := o.rosa(ctx, http.MethodPost, p, body.Bytes())
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	return o.send(r)
}

// rosa makes a request as the OpenRosa HTTP Request API 1.0 wants it.
func (o *Outward) rosa(ctx context.Context, method string, p Partner, body []byte) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, method, p.URL, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("X-OpenRosa-Version", "1.0")
	r.Header.Set("Date", o.central.Now().UTC().Format(http.TimeFormat))
	if p.User != "" {
		r.SetBasicAuth(p.User, p.Secret)
	}
	return r, nil
}

// acceptable asks how many bytes a submission may have.
func (o *Outward) acceptable(ctx context.Context, p Partner) (int64, error) {
	r, err := o.rosa(ctx, http.MethodHead, p, nil)
	if err != nil {
		return 0, err
	}
	resp, err := o.http.Do(r)
	if err != nil {
		return 0, err
	}
	resp.Body.Close()
	most, err := strconv.ParseInt(resp.Header.Get(headerAcceptable), 10, 64)
	if err != nil || most <= 0 {
		return acceptable, nil
	}
	return most, nil
}

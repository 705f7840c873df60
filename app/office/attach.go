package office

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"sala/forms/act"
)

// MaxAttachment is how large a photo or file may be, in bytes.
const MaxAttachment = 64 << 20

// AttachmentChanged tells that a photo or file came, or is to be sent.
const AttachmentChanged EventKind = "attachment.changed"

// Places of an attachment's bytes.
const (
	AttachmentWaiting = "waiting"   // here; central does not have all of it yet
	AttachmentSafe    = "safe"      // here and at central
	AttachmentAway    = "away"      // at central only: reading it sends for it
	AttachmentComing  = "coming"    // sent for
	AttachmentUnsent  = "elsewhere" // on another station that has not sent it yet
)

// File is a photo or file that is to be kept.
type File struct {
	Subject string // what it belongs to: "petition/ID", "resident/ID"
	Name    string // as the file was called; it may be empty
	MIME    string // "image/jpeg"
	Body    []byte
}

// Attached is a photo or file that belongs to something.
type Attached struct {
	Hash    string    `json:"hash"` // SHA-256 in hex: what an answer refers to it by
	Subject string    `json:"subject"`
	Name    string    `json:"name,omitempty"`
	MIME    string    `json:"mime"`
	Size    int64     `json:"size"`
	Officer string    `json:"officer"`
	At      time.Time `json:"at"`
	Place   string    `json:"place"` // one of the places above
	Here    int64     `json:"here"`  // bytes that are on this station
}

// Attach keeps a photo or file and returns its hash, by which answers refer to
// it. It stands in the journal and goes to central by itself, after all text.
// The same file again is kept once.
func (s *Session) Attach(ctx context.Context, f File) (hash string, err error) {
	const op = "attach a file"
	if err := s.needOne(op, Serve, Decide); err != nil {
		return "", err
	}
	switch {
	case len(f.Body) == 0:
		return "", &Error{Op: op, Code: "attachment_empty", Args: map[string]any{"name": f.Name}}
	case len(f.Body) > MaxAttachment:
		return "", &Error{Op: op, Code: "attachment_too_large", Args: map[string]any{"name": f.Name, "most": MaxAttachment >> 20}}
	}
	if f.MIME == "" {
		f.MIME = "application/octet-stream"
	}
	sum := sha256.Sum256(f.Body)
	hash = hex.EncodeToString(sum[:])
	err = s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		known, err := w.Attachments(f.Subject)
		if err != nil {
			return err
		}
		for _, a := range known {
			if a.Hash == hash && a.Name == f.Name {
				return w.Keep(hash, f.Body) // pressed twice
			}
		}
		if err := w.Keep(hash, f.Body); err != nil {
			return err
		}
		return w.Append(act.AttachmentAdded, f.Subject, 0, act.Attaching{Hash: hash, Size: int64(len(f.Body)), Name: f.Name, MIME: f.MIME})
	})
	if err != nil {
		return "", s.office.explain(op, err)
	}
	s.office.Publish(Event{Kind: AttachmentChanged, ID: hash})
	return hash, nil
}

// Attachment returns a photo or file by its hash. One that is not on this
// station is sent for, and the error's code is "attachment_coming" while it is
// under way: an AttachmentChanged event tells when it has come.
func (s *Session) Attachment(ctx context.Context, hash string) (File, error) {
	const op = "open an attachment"
	var f File
	away := false
	err := s.office.Store.Read(ctx, func(r Reader) error {
		a, err := r.Attachment(hash)
		if err != nil {
			return err
		}
		f = File{Subject: a.Subject, Name: a.Name, MIME: a.MIME}
		if away = a.Here < a.Size; away {
			return nil
		}
		f.Body, err = r.AttachmentBody(hash)
		return err
	})
	if err == nil && away {
		if err = s.office.Store.WantAttachment(ctx, hash); err == nil {
			s.office.Publish(Event{Kind: AttachmentChanged, ID: hash})
			return f, &Error{Op: op, Code: "attachment_coming", Args: map[string]any{"name": f.Name}}
		}
	}
	if err == nil && !holds(f.Body, hash) {
		err = &Error{Op: op, Code: "attachment_damaged", Args: map[string]any{"name": f.Name}, Err: errors.New("its content does not have its hash")}
	}
	return f, s.office.explain(op, err)
}

// Attachments returns what belongs to a subject, the oldest first.
func (s *Session) Attachments(ctx context.Context, subject string) (all []Attached, err error) {
	err = s.office.Store.Read(ctx, func(r Reader) error {
		all, err = r.Attachments(subject)
		return err
	})
	return all, s.office.explain(fmt.Sprintf("list what belongs to %s", subject), err)
}

func holds(body []byte, hash string) bool {
	sum := sha256.Sum256(body)
	want, err := hex.DecodeString(hash)
	return err == nil && bytes.Equal(sum[:], want)
}

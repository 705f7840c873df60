package courier

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"filippo.io/age"

	"sala/sync/client"
	"sala/sync/wire"
)

// Names of the secrets that a courier keeps beside the client's.
const (
	secretIdentity = "sync.courier_identity" // age: opens replies
	secretNumber   = "sync.courier_number"   // of the last bundle
	secretLeases   = "sync.leases"           // the client's list
)

// Station exports bundles and imports replies. The station must have enrolled.
type Station struct {
	Store       client.Store
	Secrets     client.Secrets
	Attachments client.Attachments // nil where there are none
	Identity    client.Identity
	Clock       func() time.Time
}

// Exported is what an export wrote.
type Exported struct {
	Number  uint64 `json:"number"`
	Entries int    `json:"entries"`
	Through uint64 `json:"through"`
	Files   int    `json:"files"` // volumes
	Photos  int    `json:"attachments"`
}

func (s *Station) load(name string) (string, error) {
	b, err := s.Secrets.Load(name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return string(b), err
}

// header fills in what every volume of the next bundle begins with.
func (s *Station) header(ctx context.Context) (Header, age.Recipient, error) {
	h := Header{Station: s.Identity.Station, Office: s.Identity.Office, Volume: 1, At: s.Clock().UnixMilli()}
	to, err := s.load(client.SecretCourier)
	if err != nil {
		return h, nil, err
	}
	if to == "" {
		return h, nil, client.ErrNotEnrolled
	}
	central, err := age.ParseX25519Recipient(to)
	if err != nil {
		return h, nil, err
	}
	own, err := s.identity()
	if err != nil {
		return h, nil, err
	}
	last, err := s.load(secretNumber)
	if err != nil {
		return h, nil, err
	}
	if last != "" {
		if h.Number, err = strconv.ParseUint(last, 10, 64); err != nil {
			return h, nil, err
		}
	}
	h.Number++
	leases, err := s.load(secretLeases)
	if err != nil {
		return h, nil, err
	}
	h.Recipient, h.Leases = own.Recipient().String(), strings.Fields(leases)
	if h.Wanted, err = s.wanted(ctx); err != nil {
		return h, nil, err
	}
	end, err := s.Store.Head(ctx)
	if err != nil {
		return h, nil, err
	}
	h.Through = end.Seq
	h.Cursor, err = s.Store.Cursor(ctx)
	return h, central, err
}

// wanted are the hashes of the attachments that the station waits for.
func (s *Station) wanted(ctx context.Context) ([]string, error) {
	if s.Attachments == nil {
		return nil, nil
	}
	in, err := s.Attachments.Incoming(ctx)
	var hashes []string
	for _, a := range in {
		hashes = append(hashes, a.Hash)
	}
	return hashes, err
}

// identity is the key that opens replies, made at the first export.
func (s *Station) identity() (*age.X25519Identity, error) {
	text, err := s.load(secretIdentity)
	if err != nil {
		return nil, err
	}
	if text != "" {
		return age.ParseX25519Identity(text)
	}
	key, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, err
	}
	return key, s.Secrets.Save(secretIdentity, []byte(key.String()))
}

// Export writes all that central has not signed for. create opens the file of
// each volume, counted from 1; a volume holds about volume bytes, and there is
// one only when volume is 0.
func (s *Station) Export(ctx context.Context, create func(n int) (io.WriteCloser, error), volume int64) (Exported, error) {
	h, to, err := s.header(ctx)
	if err != nil {
		return Exported{}, fmt.Errorf("export a bundle: %w", err)
	}
	e := exporting{Station: s, header: h, to: to, create: create, limit: volume, done: Exported{Number: h.Number}}
	err = e.open()
	if err == nil {
		err = e.entries(ctx)
	}
	if err == nil && s.Attachments != nil {
		err = e.attachments(ctx)
	}
	err = errors.Join(err, e.shut())
	if err == nil {
		err = s.Secrets.Save(secretNumber, []byte(strconv.FormatUint(h.Number, 10)))
	}
	if err != nil {
		return e.done, fmt.Errorf("export a bundle: %w", err)
	}
	return e.done, nil
}

type exporting struct {
	*Station
	header Header
	to     age.Recipient
	create func(int) (io.WriteCloser, error)
	limit  int64
	file   io.WriteCloser
	out    *writer
	done   Exported
}

func (e *exporting) open() (err error) {
	e.done.Files++
	e.header.Volume = e.done.Files
	if e.file, err = e.create(e.done.Files); err != nil {
		return err
	}
	e.out, err = newWriter(e.file, e.to, e.header)
	return err
}

func (e *exporting) shut() error {
	if e.file == nil {
		return nil
	}
	var err error
	if e.out != nil {
		err = e.out.close(nil)
	}
	err = errors.Join(err, e.file.Close())
	e.file, e.out = nil, nil
	return err
}

func (e *exporting) entries(ctx context.Context) error {
	after, err := e.Store.Acknowledged(ctx)
	if err != nil {
		return err
	}
	for {
		entries, err := e.Store.Unacknowledged(ctx, after, 2000, 4<<20)
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			e.done.Through = after
			return nil
		}
		p := wire.Pack(entries)
		if err := e.out.put(item{Push: &p}); err != nil {
			return err
		}
		e.done.Entries += len(entries)
		after = entries[len(entries)-1].Seq
	}
}

func (e *exporting) attachments(ctx context.Context) error {
	waiting, err := e.Attachments.Outgoing(ctx)
	if err != nil {
		return err
	}
	for _, a := range waiting {
		for at := int64(0); at < a.Size; at += wire.ChunkSize {
			if e.limit > 0 && e.out.bytes.n > e.limit {
				if err := e.shut(); err != nil {
					return err
				}
				if err := e.open(); err != nil {
					return err
				}
			}
			b, err := e.Attachments.ReadAt(ctx, a.Hash, at)
			if err != nil {
				return err
			}
			if err := e.out.put(item{Chunk: &chunk{Hash: a.Hash, Size: a.Size, Offset: at, Body: b}}); err != nil {
				return err
			}
			if err := e.out.zip.Flush(); err != nil { // so that the size is known
				return err
			}
		}
		e.done.Photos++
	}
	return nil
}

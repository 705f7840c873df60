package station

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sala/app/office"
	"sala/sync/courier"
)

// Stick carries the station's work by USB, for a screen.
type Stick struct{ st *Station }

// Stick returns the station's.
func (st *Station) Stick() Stick { return Stick{st} }

// Where proposes a file to write to and one to read: on a stick that is plugged
// in, else in the person's own folder. The reply is the newest of this station's
// there, "" when there is none.
func (s Stick) Where(context.Context) (out, in string) {
	places := slices.Concat(sticks("/media"), sticks("/run/media"))
	if home, err := os.UserHomeDir(); err == nil {
		places = append(places, home)
	}
	name := s.st.Config.Profile.Station
	for _, dir := range places {
		if f, err := os.Stat(dir); err != nil || !f.IsDir() {
			continue
		}
		if out == "" {
			out = filepath.Join(dir, name+s.st.Office.Now().Format("-20060102-1504")+".sala")
		}
		replies, _ := filepath.Glob(filepath.Join(dir, name+"*.reply")) // the pattern is well formed
		if len(replies) > 0 && in == "" {
			in = slices.MaxFunc(replies, func(a, b string) int { return cmp.Compare(modified(a), modified(b)) })
		}
	}
	return out, in
}

func modified(path string) int64 {
	if f, err := os.Stat(path); err == nil {
		return f.ModTime().UnixNano()
	}
	return 0
}

// Export writes what central has not signed for into a new file. Until it is
// whole the file has another name; when ctx ends nothing is left.
func (s Stick) Export(ctx context.Context, path string, progress func(done, total int64)) (office.Bundle, error) {
	const op = "write to the stick"
	line, err := s.st.Outbox().Line(ctx)
	if err != nil {
		return office.Bundle{}, err
	}
	state, err := s.st.Office.Status(ctx)
	if err != nil {
		return office.Bundle{}, err
	}
	if _, err := os.Stat(path); err == nil {
		return office.Bundle{}, &office.Error{Op: op, Code: "file_exists", Args: map[string]any{"file": path}}
	}
	total := line.FileBytes + int64(state.Journal.Pending)*entryBytes
	partly := path + ".new"
	done, err := s.st.Courier().Export(ctx, func(int) (io.WriteCloser, error) {
		f, err := os.OpenFile(partly, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
		return &counted{ctx: ctx, file: f, total: total, tell: progress}, err
	}, 0)
	if err == nil {
		err = os.Rename(partly, path)
	}
	if err != nil {
		_ = os.Remove(partly)
		return office.Bundle{}, carriedError(op, path, err)
	}
	progress(total, total)
	return office.Bundle{Files: []string{path}, Number: done.Number, Entries: done.Entries, Pictures: done.Photos}, nil
}

// entryBytes is about what an entry takes in a bundle.
const entryBytes = 400

// Import takes central's reply in. One that was taken in before does nothing.
func (s Stick) Import(ctx context.Context, path string, progress func(done, total int64)) (office.Bundle, error) {
	const op = "read from the stick"
	f, err := os.Open(path)
	if err != nil {
		return office.Bundle{}, carriedError(op, path, err)
	}
	defer f.Close()
	size := int64(0)
	if i, err := f.Stat(); err == nil {
		size = i.Size()
	}
	r, err := s.st.TakeReply(ctx, &counted{ctx: ctx, file: f, total: size, tell: progress})
	if err != nil {
		return office.Bundle{}, carriedError(op, path, err)
	}
	s.st.Office.Publish(office.Event{Kind: office.SyncChanged})
	return office.Bundle{Files: []string{path}, Entries: r.Pushed, Accepted: r.Accepted, Aside: r.Conflicts + r.Rejected, Changes: r.Pulled, Leases: r.Leases,
		Pictures: r.Sent + r.Fetched}, nil
}

// carriedError gives an error of the courier the code that its words are found
// by.
func carriedError(op, path string, err error) error {
	args := map[string]any{"file": filepath.Base(path)}
	var told *office.Error
	switch code := courier.CodeOf(err); {
	case errors.As(err, &told), errors.Is(err, context.Canceled):
		return err
	case strings.HasPrefix(code, "courier_"):
		return &office.Error{Op: op, Code: "sync." + code, Args: args, Err: err}
	case errors.Is(err, os.ErrNotExist):
		return &office.Error{Op: op, Code: "no_file", Args: map[string]any{"file": path}, Err: err}
	case errors.Is(err, os.ErrPermission), errors.As(err, new(*os.PathError)):
		return &office.Error{Op: op, Code: "file_refused", Args: map[string]any{"file": path}, Err: err}
	case code != "other":
		return &office.Error{Op: op, Code: "sync." + code, Args: args, Err: err}
	}
	return fmt.Errorf("%s: %w", op, err)
}

// counted is a file that tells how far it is, and stops when ctx ends.
type counted struct {
	ctx   context.Context
	file  *os.File
	done  int64
	total int64
	tell  func(done, total int64)
}

func (c *counted) move(n int, err error) (int, error) {
	if e := c.ctx.Err(); e != nil {
		return n, e
	}
	c.done += int64(n)
	c.tell(min(c.done, c.total), c.total)
	return n, err
}

func (c *counted) Write(b []byte) (int, error) { return c.move(c.file.Write(b)) }
func (c *counted) Read(b []byte) (int, error)  { return c.move(c.file.Read(b)) }

// Close flushes what was written, so that the stick may be pulled out.
func (c *counted) Close() error { return errors.Join(c.file.Sync(), c.file.Close()) }

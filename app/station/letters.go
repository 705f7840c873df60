package station

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/register"
	"sala/sync/courier"
	"sala/sync/journal"
	"sala/sync/wire"
)

// What the files of an exchange are called: STATION.sala-card, and FROM-to-TO
// with the ending below.
const (
	cardEnding   = ".sala-card"
	letterEnding = ".sala-letter"
	letterTo     = "-to-"
)

// letters are the station's exchange with others by stick.
type letters struct{ st *Station }

// Exchange implements office.Stick.
func (l letters) Exchange(ctx context.Context, folder string) (office.Exchanged, error) {
	const op = "exchange on the way"
	if folder == "" {
		found := slices.Concat(sticks("/media"), sticks("/run/media"))
		i := slices.IndexFunc(found, func(dir string) bool { f, err := os.Stat(dir); return err == nil && f.IsDir() })
		if i < 0 {
			return office.Exchanged{}, &office.Error{Op: op, Code: "no_stick"}
		}
		folder = found[i]
	}
	out := office.Exchanged{Folder: folder, Heard: []string{}, Written: []string{}, Refused: []string{}}
	me := l.st.Config.Profile.Station
	if err := putWhole(filepath.Join(folder, me+cardEnding), func(w *os.File) error { return l.st.Courier().WriteCard(w) }); err != nil {
		return out, carriedError(op, folder, err)
	}
	if err := l.read(ctx, &out); err != nil {
		return out, carriedError(op, folder, err)
	}
	cards, err := filepath.Glob(filepath.Join(folder, "*"+cardEnding))
	for _, file := range cards {
		if filepath.Base(file) == me+cardEnding || err != nil {
			continue
		}
		err = l.write(ctx, file, &out)
	}
	if err != nil {
		return out, carriedError(op, folder, err)
	}
	return out, nil
}

// read takes in what others wrote to this station.
func (l letters) read(ctx context.Context, out *office.Exchanged) error {
	files, err := filepath.Glob(filepath.Join(out.Folder, "*"+letterTo+l.st.Config.Profile.Station+letterEnding))
	if err != nil {
		return err
	}
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			return err
		}
		letter, err := l.st.Courier().ReadLetter(f)
		_ = f.Close()
		if errors.Is(err, courier.ErrDamaged) || errors.Is(err, courier.ErrForeign) {
			out.Refused = append(out.Refused, filepath.Base(file))
			continue
		}
		if err != nil {
			return err
		}
		cursor, err := l.st.Store.NeighbourCursor(ctx) // of the relay: a stick does not move it
		if err != nil {
			return err
		}
		if err := l.st.Store.HearCarried(ctx, wire.OfficeWork{Pushes: letter.Pushes, Cursor: cursor}); err != nil {
			return err
		}
		out.Heard = append(out.Heard, letter.From)
	}
	return nil
}

// write writes to the station of a card.
func (l letters) write(ctx context.Context, card string, out *office.Exchanged) error {
	f, err := os.Open(card)
	if err != nil {
		return err
	}
	to, err := l.st.Courier().ReadCard(f)
	_ = f.Close()
	if errors.Is(err, courier.ErrDamaged) || errors.Is(err, courier.ErrForeign) {
		out.Refused = append(out.Refused, filepath.Base(card))
		return nil
	}
	if err != nil {
		return err
	}
	name := l.st.Config.Profile.Station + letterTo + to.Station + letterEnding
	shown := 0
	err = putWhole(filepath.Join(out.Folder, name), func(w *os.File) (err error) {
		shown, err = l.st.Courier().WriteLetter(ctx, to, w, ofVisits)
		return err
	})
	out.Written, out.Entries = append(out.Written, to.Station), out.Entries+shown
	return err
}

// ofVisits reports whether an entry is about a visit: nothing else is shown to
// another laptop.
func ofVisits(e *journal.Entry) bool {
	return e.Kind == act.RecordSet && strings.HasPrefix(e.Subject, register.Visits+"/")
}

// putWhole writes a file that has another name until it is whole and on the disk.
func putWhole(path string, write func(*os.File) error) error {
	partly := path + ".new"
	f, err := os.OpenFile(partly, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = write(f)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(partly, path)
	}
	if err != nil {
		_ = os.Remove(partly)
	}
	return err
}

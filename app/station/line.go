package station

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"sala/sync/client"
)

// LineFile is the name of the file, in the station's folder, in which whoever
// synchronises the station notes how the line to central is, so that every other
// program on the station can tell it. It holds nothing secret and nothing of a
// person.
const LineFile = "station.line"

// Line is how the line to central was when it was last tried.
type Line struct {
	Online   bool      `json:"online"`
	Reason   string    `json:"reason,omitempty"` // code why not, or why work waits
	Tried    time.Time `json:"tried,omitzero"`
	LastSync time.Time `json:"last_sync,omitzero"`
	NextTry  time.Time `json:"next_try,omitzero"` // zero when nobody is going to try by itself
	// Skew is how far the station's clock is ahead of central's, in nanoseconds.
	Skew time.Duration `json:"skew,omitempty"`
}

// ReadLine returns how the line of the station in dir was; the zero Line when
// nobody has tried it yet.
func ReadLine(dir string) (Line, error) {
	var l Line
	b, err := os.ReadFile(filepath.Join(Folder(dir), LineFile))
	if errors.Is(err, fs.ErrNotExist) {
		return l, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &l)
	}
	return l, err
}

// lineFresh is how long the line is taken to be as it was noted.
const lineFresh = 10 * time.Minute

// lineBefore is the line as a process before this one noted it a short while ago;
// the zero Line when none did.
func (st *Station) lineBefore() Line {
	l, err := ReadLine(st.Dir)
	if ago := st.Office.Now().Sub(l.Tried); err != nil || ago < 0 || ago > lineFresh {
		return Line{}
	}
	return l
}

// untried reports whether the line was not tried yet by this process.
func untried(s client.State) bool {
	return !s.Running && !s.Online && s.Err == nil && s.Reason == "" && s.LastSync.IsZero()
}

// noteLine keeps the line's state. A note that cannot be written is no reason to
// stop synchronising.
func (st *Station) noteLine(s client.State) {
	if s.Running || untried(s) {
		return
	}
	st.keepLine(Line{Online: s.Online, Reason: s.Reason, Tried: st.Office.Now(), LastSync: s.LastSync, NextTry: s.NextTry, Skew: s.Skew})
}

func (st *Station) keepLine(l Line) {
	if b, err := json.Marshal(l); err == nil {
		_ = writeFile(filepath.Join(st.Dir, LineFile), append(b, '\n'), 0o600)
	}
}

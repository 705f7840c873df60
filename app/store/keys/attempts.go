package keys

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// AttemptsName is the file that counts wrong passwords, in a station's folder.
const AttemptsName = "station.attempts"

// ErrWait means that too many wrong passwords came one after the other.
var ErrWait = errors.New("too many wrong passwords: wait before the next try")

// free is how many wrong passwords cost nothing but the time of Argon2id;
// each one after that doubles the wait, from one second to a quarter hour.
const (
	free    = 4
	longest = 15 * time.Minute
)

// Failures are an officer's wrong passwords since the last right one.
type Failures struct {
	Count int   `json:"count"`
	Last  int64 `json:"last"` // Unix milliseconds
	// Unsaid is how many of them, at a closed station, no journal knows of yet.
	Unsaid int `json:"unsaid,omitempty"`
}

// Wait returns how long after Last the next try is allowed.
func (f Failures) Wait() time.Duration {
	if f.Count < free {
		return 0
	}
	return min(longest, time.Second<<min(f.Count-free, 20))
}

// Attempt runs try, which fails with ErrSecret for a wrong password, and counts
// in the folder. Too soon after too many failures it does not run it, and
// returns ErrWait. A clock that went back does not lock anybody out for longer
// than the wait. open says that a journal takes note of a failure; otherwise the
// station is closed, and unsaid is how many failures it has to be told of once
// it opens.
func Attempt(dir, officer string, now time.Time, open bool, try func() error) (unsaid int, err error) {
	all, err := readFailures(dir)
	if err != nil {
		return 0, err
	}
	f := all[officer]
	if since := now.Sub(time.UnixMilli(f.Last)); f.Wait() > 0 && since >= 0 && since < f.Wait() {
		return 0, fmt.Errorf("%d wrong passwords, %s to wait: %w", f.Count, (f.Wait() - since).Round(time.Second), ErrWait)
	}
	tried := try()
	switch {
	case errors.Is(tried, ErrSecret):
		if !open {
			f.Unsaid++
		}
		all[officer] = Failures{Count: f.Count + 1, Last: now.UnixMilli(), Unsaid: f.Unsaid}
	case tried == nil && f.Count > 0:
		if delete(all, officer); open && f.Unsaid > 0 {
			all[officer] = Failures{Unsaid: f.Unsaid}
		}
	default:
		return 0, tried
	}
	b, err := json.Marshal(all)
	if err == nil {
		err = replace(filepath.Join(dir, AttemptsName), b)
	}
	if tried == nil {
		return f.Unsaid, nil // a full disk does not keep the right password out
	}
	return 0, errors.Join(tried, err)
}

func readFailures(dir string) (map[string]Failures, error) {
	all := map[string]Failures{}
	b, err := os.ReadFile(filepath.Join(dir, AttemptsName))
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", AttemptsName, err)
	}
	if json.Unmarshal(b, &all) != nil {
		return map[string]Failures{}, nil
	}
	return all, nil
}

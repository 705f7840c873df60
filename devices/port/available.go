package port

import (
	"io/fs"
	"path"
	"slices"
)

// Available returns the names of the serial lines of a Linux computer, for a
// person to choose from when a device is set up: the ones that stay the same
// however things are plugged (serial/by-id) first, then the computer's own
// sockets. dev is the folder /dev as a file system; names come without "/dev/".
func Available(dev fs.FS) ([]string, error) {
	var names []string
	for _, pattern := range []string{"serial/by-id/*", "ttyS[0-9]*", "ttyUSB[0-9]*", "ttyACM[0-9]*", "ttyAMA[0-9]*"} {
		found, err := fs.Glob(dev, pattern)
		if err != nil {
			return nil, err
		}
		slices.SortFunc(found, byNumber)
		names = append(names, found...)
	}
	return names, nil
}

// byNumber sorts ttyS2 before ttyS10.
func byNumber(a, b string) int {
	if path.Dir(a) == "." && len(a) != len(b) {
		return len(a) - len(b)
	}
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

package kit

import "fmt"

// Size writes how large a file is: kilobytes, rounded up, or megabytes from
// 100 kB.
func Size(bytes int64) string {
	if bytes < 100_000 {
		return fmt.Sprintf("%d kB", (bytes+999)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
}

//go:build !linux

package sim

import "time"

func sleepUntil(t time.Time) { time.Sleep(time.Until(t)) }

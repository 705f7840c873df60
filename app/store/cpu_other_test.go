//go:build !unix

package store_test

import "time"

func processor() time.Duration { return time.Duration(time.Now().UnixNano()) }

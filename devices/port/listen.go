package port

import (
	"context"
	"time"
)

// Listen hands on what a device says of its own accord until the line ends or
// the context does, and returns why. quiet is called once each time that the
// device has said something and then nothing for the gap; it tells the end of a
// message on lines where an end mark can also stand within one.
func Listen(ctx context.Context, l Line, gap time.Duration, heard func(p []byte), quiet func()) error {
	buf := make([]byte, 512)
	for {
		n, err := listenOnce(ctx, l, buf, 0)
		for ; err == nil; n, err = listenOnce(ctx, l, buf, gap) {
			heard(buf[:n])
		}
		if !IsTimeout(err) || ctx.Err() != nil {
			if ctx.Err() != nil {
				err = ctx.Err()
			}
			return err
		}
		quiet()
	}
}

// listenOnce reads once, without a limit when it is 0.
func listenOnce(ctx context.Context, l Line, p []byte, limit time.Duration) (int, error) {
	var until time.Time
	if limit > 0 {
		until = time.Now().Add(limit)
	}
	if err := l.SetReadDeadline(until); err != nil {
		return 0, err
	}
	stop := context.AfterFunc(ctx, func() { _ = l.SetReadDeadline(time.Unix(1, 0)) })
	defer stop()
	return l.Read(p)
}

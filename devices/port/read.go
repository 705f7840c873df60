package port

import (
	"context"
	"time"
)

// ReadFull reads exactly len(p) bytes, allowing gap between one byte and the
// next. It returns how many came, and the context's error when that ended first.
func ReadFull(ctx context.Context, l Line, p []byte, gap time.Duration) (int, error) {
	n := 0
	for n < len(p) {
		k, err := ReadSome(ctx, l, p[n:], gap)
		n += k
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// ReadSome reads what has come, waiting up to limit for the first byte; the
// context's error when that ended first.
func ReadSome(ctx context.Context, l Line, p []byte, limit time.Duration) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if err := l.SetReadDeadline(time.Now().Add(limit)); err != nil {
		return 0, err
	}
	stop := context.AfterFunc(ctx, func() { _ = l.SetReadDeadline(time.Unix(1, 0)) })
	defer stop()
	n, err := l.Read(p)
	if err != nil && ctx.Err() != nil {
		return n, ctx.Err()
	}
	return n, err
}

// WriteAll writes p within the limit, or until the context ends.
func WriteAll(ctx context.Context, l Line, p []byte, limit time.Duration) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if err := l.SetWriteDeadline(time.Now().Add(limit)); err != nil {
		return 0, err
	}
	stop := context.AfterFunc(ctx, func() { _ = l.SetWriteDeadline(time.Unix(1, 0)) })
	defer stop()
	n, err := l.Write(p)
	if err != nil && ctx.Err() != nil {
		return n, ctx.Err()
	}
	return n, err
}

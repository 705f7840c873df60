package port

import (
	"fmt"
	"os"
	"time"
)

func drain(waiting func() (int, error), limit time.Duration) error {
	end := time.Now().Add(limit)
	for {
		n, err := waiting()
		switch {
		case err != nil:
			return err
		case n == 0:
			return nil
		case time.Now().After(end):
			return fmt.Errorf("port: drain: %w", os.ErrDeadlineExceeded)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

package rehearsal

import (
	"context"

	"sala/app/office"
)

// KeepAppearance keeps what an officer chose, and that she was the last.
func (s *Store) KeepAppearance(_ context.Context, front, officer string, a office.Appearance) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Fail != nil {
		return s.Fail
	}
	s.looks[[2]string{front, officer}], s.looks[[2]string{front}] = a, a
	return nil
}

// Appearance returns what an officer chose, or with "" the last one.
func (s *Store) Appearance(_ context.Context, front, officer string) (office.Appearance, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.looks[[2]string{front, officer}], nil
}

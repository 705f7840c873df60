package rehearsal

import (
	"context"
	"maps"
	"slices"

	"sala/app/office"
)

// KeepTexts keeps what an officer types beside the forms.
func (s *Store) KeepTexts(_ context.Context, officer string, kept []office.Text, gone []string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Fail != nil {
		return s.Fail
	}
	if s.texts[officer] == nil {
		s.texts[officer] = map[string]office.Text{}
	}
	for _, place := range gone {
		delete(s.texts[officer], place)
	}
	for _, t := range kept {
		s.texts[officer][t.Place] = t
	}
	return nil
}

// Texts returns what is kept of an officer's typing.
func (s *Store) Texts(_ context.Context, officer string) ([]office.Text, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Values(s.texts[officer])), nil
}

package vfs

import (
	"slices"
	"sync"
	"sync/atomic"
)

// table hands out small integers for things. Reading takes no lock: writers
// replace the whole slice.
type table[T any] struct {
	mu    sync.Mutex
	slots atomic.Pointer[[]*T]
}

func (t *table[T]) all() []*T {
	if p := t.slots.Load(); p != nil {
		return *p
	}
	return nil
}

func (t *table[T]) get(slot int) *T { return t.all()[slot] }

func (t *table[T]) add(v *T) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	slots := slices.Clone(t.all())
	slot := slices.Index(slots, nil)
	if slot < 0 {
		slot = len(slots)
		slots = append(slots, nil)
	}
	slots[slot] = v
	t.slots.Store(&slots)
	return slot
}

func (t *table[T]) drop(slot int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	slots := slices.Clone(t.all())
	slots[slot] = nil
	t.slots.Store(&slots)
}

func (t *table[T]) find(is func(*T) bool) *T {
	for _, v := range t.all() {
		if v != nil && is(v) {
			return v
		}
	}
	return nil
}

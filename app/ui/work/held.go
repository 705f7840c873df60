package work

import "context"

// Held is a Runner whose jobs wait until they are let go: for tests of presenters.
type Held struct{ Jobs []Job }

// Run keeps the job.
func (h *Held) Run(_ string, job Job) { h.Jobs = append(h.Jobs, job) }

// Begin does the first job that waits, and returns what is then to be done on the
// screen; nil nothing.
func (h *Held) Begin() (after func()) {
	job := h.Jobs[0]
	h.Jobs = h.Jobs[1:]
	return job(context.Background())
}

// Step does the first job that waits, and what comes of it.
func (h *Held) Step() {
	if after := h.Begin(); after != nil {
		after()
	}
}

// LetGo does all that waits, and what comes of it.
func (h *Held) LetGo() {
	for len(h.Jobs) > 0 {
		h.Step()
	}
}

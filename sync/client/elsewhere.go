package client

import (
	"context"
	"errors"
	"time"

	"sala/sync/wire"
)

// Ran is what became of a run that another process did. It names nobody.
type Ran struct {
	Report  Report        `json:"report"`
	Online  bool          `json:"online"`            // it reached central
	Reason  string        `json:"reason,omitempty"`  // as ReasonOf has it, "" when all went well
	Trouble string        `json:"trouble,omitempty"` // for the log
	Retry   int           `json:"retry,omitempty"`   // seconds for which central wants to be left alone
	Skew    time.Duration `json:"skew,omitempty"`
	Memory  Memory        `json:"memory"` // for the next run
}

// Memory is what a client learned of its line, so that a run in another process
// goes on where the one before it ended. It names nobody.
type Memory struct {
	Entries int       `json:"entries,omitempty"` // in a batch; 0 = as at the start
	Bytes   int       `json:"bytes,omitempty"`
	Chunks  int       `json:"chunks,omitempty"` // of attachments in a message; 0 = as at the start
	Relay   string    `json:"relay,omitempty"`  // the address at which one was found
	Lent    []string  `json:"lent,omitempty"`   // attachments that the relay has all of
	Said    []byte    `json:"said,omitempty"`   // the status that central was told last
	SaidAt  time.Time `json:"said_at,omitzero"`
}

// RunFor synchronises once for another process, which knows what the run before
// learned. The client has no other runs.
func (c *Client) RunFor(ctx context.Context, m Memory) Ran {
	c.run.Lock()
	c.recall(m)
	c.run.Unlock()
	report, err := c.SyncOnce(ctx)
	s := c.State()
	ran := Ran{Report: report, Online: s.Online, Reason: ReasonOf(err), Skew: s.Skew, Memory: c.memory()}
	if err != nil {
		ran.Trouble = err.Error()
	}
	var refusal *wire.Refusal
	if errors.As(err, &refusal) {
		ran.Retry = refusal.Retry
	}
	return ran
}

// elsewhere has a run done by another process; the caller holds run.
func (c *Client) elsewhere(ctx context.Context) (Report, error) {
	ran, err := c.Elsewhere(ctx, c.past)
	if err != nil { // what held it up may be the size of its pieces
		c.past.Entries, c.past.Bytes, c.past.Chunks = leastSize.entries, leastSize.bytes, startMany
		return ran.Report, err
	}
	c.past = ran.Memory
	c.where.Lock()
	c.found = ran.Memory.Relay
	c.where.Unlock()
	c.setState(func(s *State) { s.Skew = ran.Skew })
	if ran.Reason == "" {
		return ran.Report, nil
	}
	return ran.Report, &errElsewhere{ran}
}

// errElsewhere is what kept a run that another process did.
type errElsewhere struct{ ran Ran }

func (e *errElsewhere) Error() string { return e.ran.Trouble }

// Unwrap gives a central that wants to be left alone its say.
func (e *errElsewhere) Unwrap() error {
	if e.ran.Retry == 0 {
		return nil
	}
	return &wire.Refusal{Code: e.ran.Reason, Retry: e.ran.Retry}
}

// memory is what the next run should know.
func (c *Client) memory() Memory {
	c.run.Lock()
	defer c.run.Unlock()
	m := Memory{Entries: c.size.entries, Bytes: c.size.bytes, Chunks: c.many, Said: c.told.said, SaidAt: c.told.at}
	for hash := range c.lent {
		m.Lent = append(m.Lent, hash)
	}
	c.where.Lock()
	defer c.where.Unlock()
	m.Relay = c.found
	return m
}

// recall takes over what a run before knew; the caller holds run.
func (c *Client) recall(m Memory) {
	if c.size = startSize; m.Entries > 0 && m.Bytes > 0 {
		c.size = batchSize{min(m.Entries, wire.MaxEntries), min(m.Bytes, wire.MaxMessage/8)}
	}
	c.many = min(max(m.Chunks, startMany), wire.MaxChunks)
	c.told = told{m.Said, m.SaidAt}
	c.lent = nil
	for _, hash := range m.Lent {
		if c.lent == nil {
			c.lent = map[string]bool{}
		}
		c.lent[hash] = true
	}
	c.where.Lock()
	defer c.where.Unlock()
	c.found = m.Relay
}

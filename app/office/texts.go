package office

import (
	"context"
	"time"
)

// Text is what an officer types beside the forms and has not acted on yet: a
// reason, a note, counted money. It is no act: it is kept so that a power cut
// takes no more than the last key, on this station only, for that officer only.
type Text struct {
	Officer string `cbor:"1,keyasint"`
	Place   string `cbor:"2,keyasint"` // the screen, what it is about, and the entry
	Words   string `cbor:"3,keyasint"`
	At      int64  `cbor:"4,keyasint"` // Unix milliseconds
}

// Texts is a Store that keeps such texts, durably and outside of the journal.
// The station's store is one; with any other nothing is kept.
type Texts interface {
	// KeepTexts keeps some in place of what was kept there, and forgets what the
	// officer has at the places in gone.
	KeepTexts(ctx context.Context, officer string, kept []Text, gone []string) error
	Texts(ctx context.Context, officer string) ([]Text, error)
}

// textsFor is how long a text that nobody came back to is kept.
const textsFor = 30 * 24 * time.Hour

// KeepTexts keeps what the officer typed, by place, and forgets what stood at
// the places in gone: after it returns a power cut changes nothing of it.
func (s *Session) KeepTexts(ctx context.Context, typed map[string]string, gone []string) error {
	return s.office.keepTexts(ctx, s.Officer.ID, typed, gone)
}

func (o *Office) keepTexts(ctx context.Context, officer string, typed map[string]string, gone []string) error {
	keeper, ok := o.Store.(Texts)
	if !ok {
		return nil
	}
	now := o.Now().UnixMilli()
	kept := make([]Text, 0, len(typed))
	for place, words := range typed {
		kept = append(kept, Text{Officer: officer, Place: place, Words: words, At: now})
	}
	return o.explain("keep a text", keeper.KeepTexts(ctx, officer, kept, gone))
}

// Texts returns what the officer typed and has not acted on, by place. What is
// older than thirty days is forgotten.
func (s *Session) Texts(ctx context.Context) (map[string]string, error) {
	return s.office.texts(ctx, s.Officer.ID)
}

func (o *Office) texts(ctx context.Context, officer string) (map[string]string, error) {
	const op = "look for typed texts"
	keeper, ok := o.Store.(Texts)
	if !ok {
		return nil, nil
	}
	all, err := keeper.Texts(ctx, officer)
	if err != nil {
		return nil, o.explain(op, err)
	}
	oldest := o.Now().Add(-textsFor).UnixMilli()
	out := map[string]string{}
	var gone []string
	for _, t := range all {
		if t.At < oldest {
			gone = append(gone, t.Place)
		} else {
			out[t.Place] = t.Words
		}
	}
	if len(gone) > 0 {
		err = keeper.KeepTexts(ctx, officer, nil, gone)
	}
	return out, o.explain(op, err)
}

// BehindGlass is an account behind glass that nobody has opened yet: it keeps who
// is about to, and why, and nothing else of anybody's.
type BehindGlass struct {
	office  *Office
	account string
}

// BehindGlass returns what is typed for opening an account behind glass.
func (o *Office) BehindGlass(account string) *BehindGlass { return &BehindGlass{o, account} }

// KeepTexts keeps what is typed, as Session.KeepTexts does.
func (b *BehindGlass) KeepTexts(ctx context.Context, typed map[string]string, gone []string) error {
	return b.office.keepTexts(ctx, b.account, typed, gone)
}

// Texts returns what was typed and has not led to a session yet.
func (b *BehindGlass) Texts(ctx context.Context) (map[string]string, error) {
	return b.office.texts(ctx, b.account)
}

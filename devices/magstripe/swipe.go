// Package magstripe reads what serial magnetic-stripe readers send: the
// characters of up to three tracks between their sentinels.
//
// It promises that a track that could not be read is told from one that is
// empty, and that what a track means is only said where its form leaves no
// doubt. Payment card numbers are never shown whole by String or JSON.
//
// Sources: ISO/IEC 7811-2 (characters, sentinels, the check character; DataCard's
// and MagTek's manuals have worked examples) and 7813 (tracks 1 and 2 of payment
// cards); MagTek's manuals of its RS-232 readers for what goes over the line. Of
// the Thai driving licence no public description was found.
package magstripe

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"sala/devices/fault"
	"sala/devices/port"
)

// Swipe is one passage of a card.
type Swipe struct {
	Tracks [3]Track `json:"tracks"`
}

// Track is one track without its sentinels.
type Track struct {
	State State  `json:"state"`
	Text  string `json:"-"` // may hold a payment card's number
}

// State is how a track came through.
type State string

// The values of State.
const (
	Absent State = ""     // the reader said nothing of it
	Read   State = "read" // Text is what it says, perhaps nothing
	Bad    State = "bad"  // the reader could not read it, or its check fails
)

// ErrUnreadable means that no track could be read.
var ErrUnreadable = fault.New(fault.StripeUnreadable)

// limit is the longest message: three tracks of 79, 40 and 107 characters and
// what stands around them.
const limit = 512

// sentinels begin the tracks. A card of the AAMVA has '%' on its third.
var sentinels = [3]byte{'%', ';', '+'}

// Parse takes a message apart. A message without one good track gives
// ErrUnreadable.
func Parse(msg []byte) (Swipe, error) {
	var s Swipe
	if len(msg) > limit {
		return s, fmt.Errorf("magstripe: a message of %d bytes: %w", len(msg), ErrUnreadable)
	}
	good, bad := 0, 0
	for rest := msg; ; {
		begin := bytes.IndexAny(rest, "%;+")
		if begin < 0 {
			break
		}
		mark := rest[begin]
		end := bytes.IndexByte(rest[begin:], '?')
		if end < 0 {
			bad++
			break
		}
		body, after := rest[begin+1:begin+end], rest[begin+end+1:]
		n := bytes.IndexByte(sentinels[:], mark)
		if n == 0 && s.Tracks[0].State != Absent {
			n = 2 // AAMVA
		}
		state := stateOf(body)
		if state == Read && !checked(rest[begin:begin+end+1], after) {
			state = Bad
		}
		switch {
		case s.Tracks[n].State == Read: // said twice: the first stands
		case state == Read:
			good++
			s.Tracks[n] = Track{Read, string(body)}
		default:
			bad++
			s.Tracks[n] = Track{State: Bad}
		}
		rest = after
	}
	if good == 0 {
		return s, fmt.Errorf("magstripe: %d tracks, none readable: %w", bad, ErrUnreadable)
	}
	return s, nil
}

// stateOf tells a track that the reader calls bad (its contents an E) from one
// that it has read.
func stateOf(body []byte) State {
	if bytes.Equal(body, []byte("E")) || bytes.Equal(body, []byte("e")) {
		return Bad
	}
	for _, b := range body {
		if b < 0x20 || b > 0x7E {
			return Bad
		}
	}
	return Read
}

// checked looks at the check character behind the end sentinel, where the reader
// sends it: the exclusive or of all characters' values. Readers normally do not.
func checked(track, after []byte) bool {
	if len(after) == 0 || after[0] < 0x20 || after[0] > 0x7E || bytes.IndexByte([]byte("%;+"), after[0]) >= 0 {
		return true
	}
	base, mask := byte('0'), byte(0x0F)
	if track[0] == '%' {
		base, mask = ' ', 0x3F
	}
	var x byte
	for _, b := range track {
		x ^= (b - base) & mask
	}
	return x == (after[0]-base)&mask
}

// Person is what a track says of its holder, as far as its form is known.
type Person struct {
	Number  string `json:"number,omitempty"` // a Thai national number
	Surname string `json:"surname,omitempty"`
	Given   string `json:"given,omitempty"`
	Title   string `json:"title,omitempty"`
}

// ThaiLicence reads what proves itself of a Thai driving licence: a national
// number, whose check digit agrees, at the end of the number on the second track;
// names that stand on the first as SURNAME$GIVEN$TITLE. ok is false for a card
// without such a number, and for a payment card.
func (s Swipe) ThaiLicence() (p Person, ok bool) {
	number, _, found := strings.Cut(s.Tracks[1].Text, "=")
	if _, bank := s.Payment(); bank || !found || len(number) < 13 {
		return Person{}, false
	}
	if p.Number = number[len(number)-13:]; !thaiNumber(p.Number) {
		return Person{}, false
	}
	for part := range strings.SplitSeq(s.Tracks[0].Text, "^") {
		f := strings.Split(strings.TrimSpace(part), "$")
		if len(f) == 3 {
			p.Surname, p.Given, p.Title = strings.TrimSpace(f[0]), strings.TrimSpace(f[1]), strings.TrimSpace(f[2])
		}
	}
	return p, true
}

// thaiNumber checks the last of thirteen digits: weights 13 to 2, eleven less the
// rest of their sum by eleven.
func thaiNumber(s string) bool {
	sum := 0
	for i := range 13 {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		if i < 12 {
			sum += int(s[i]-'0') * (13 - i)
		}
	}
	return (11-sum%11)%10 == int(s[12]-'0')
}

// Payment reports whether the card is a bank's, whose number no office may keep,
// and returns the number's last four digits.
func (s Swipe) Payment() (last4 string, ok bool) {
	number, _, found := strings.Cut(s.Tracks[1].Text, "=")
	if one := s.Tracks[0].Text; !found && strings.HasPrefix(one, "B") {
		number, _, found = strings.Cut(one[1:], "^")
	}
	if !found || len(number) < 12 || len(number) > 19 || !luhn(number) {
		return "", false
	}
	return number[len(number)-4:], true
}

// luhn checks the last digit of a payment card's number (ISO/IEC 7812-1).
func luhn(s string) bool {
	sum := 0
	for i := range len(s) {
		c := s[len(s)-1-i]
		if c < '0' || c > '9' {
			return false
		}
		d := int(c - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// gap is how long a reader pauses only at the end of a swipe.
const gap = 80 * time.Millisecond

// Listen reads swipes from a line until it ends, and returns why. A swipe without
// one readable track is heard with ErrUnreadable.
func Listen(ctx context.Context, l port.Line, heard func(Swipe, error)) error {
	var buf []byte
	err := port.Listen(ctx, l, gap, func(p []byte) {
		if len(buf) <= limit {
			buf = append(buf, p...)
		}
	}, func() {
		msg := buf
		buf = nil
		if bytes.ContainsAny(msg, "%;+") {
			heard(Parse(msg))
		}
	})
	return fmt.Errorf("magstripe: listen: %w", err)
}

package rehearsal

import (
	"errors"
	"strings"
	"time"

	"sala/forms/seal"
)

// Tickets writes tickets whose code is the petition's number after a word.
type Tickets struct{}

const ticketCode = seal.Prefix + "TICKET:"

// SignTicket implements office.Tickets.
func (Tickets) SignTicket(number, _ string, _ []byte, _ time.Time) (string, error) {
	return ticketCode + number, nil
}

// ReadTicket implements office.Tickets.
func (Tickets) ReadTicket(text string) (string, error) {
	number, ok := strings.CutPrefix(text, ticketCode)
	if !ok {
		return "", errors.New("rehearsal: not a ticket")
	}
	return number, nil
}

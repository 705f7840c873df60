package office

import (
	"time"

	"sala/forms/act"
	"sala/forms/number"
)

// Books is what a Reader says of numbers, paper and money.
type Books interface {
	Ledger() (*number.Ledger, error)
	FreeNumbers(kind string, most int) ([]act.NumberUse, error) // the lowest, as NextNumber gives the first of
	SpentSince(kind string, since time.Time) (int, error)
	Stocked() (bool, error)                     // whether the station has ever had security paper
	Sheets(certificate string) ([]Sheet, error) // on which it was printed, or lies in the printer
	Sheet(serial string) (Sheet, error)
	Payment(receipt string) (Payment, error)
	Unclosed(officer string) ([]Payment, error)    // that no closing has counted, oldest first; "" of all officers
	Closings(limit int) ([]Closing, error)         // newest first
	LastClosing(officer string) (time.Time, error) // zero for never
}

// Sheet is a sheet of security paper and what became of it. Its Reason is the
// certificate that it was taken for, or why it was spoiled.
type Sheet struct {
	act.NumberUse
	Fate number.Fate `json:"fate"`
}

// Closing is a closing of the cash that was written down.
type Closing struct {
	act.Closing
	At time.Time `json:"at"`
}

package thaiid

import (
	"context"
	"fmt"
)

// Health is what the applet of the National Health Security Office says of the
// holder's insurance. Cards without the applet give ErrNotThaiID.
type Health struct {
	MainInsurance string `json:"main_insurance"`
	SubInsurance  string `json:"sub_insurance,omitempty"`
	MainHospital  string `json:"main_hospital"`
	SubHospital   string `json:"sub_hospital,omitempty"`
	PaidType      string `json:"paid_type,omitempty"`
	Issued        Date   `json:"issued"`
	Expires       Date   `json:"expires"`
	Updated       Date   `json:"updated"`
	Changes       string `json:"changes,omitempty"` // how often the hospital was changed
}

// healthReads are the reads that cover the applet's fields.
func healthReads() []span {
	return []span{{0x0004, 60 + 100}, {0x00A4, 80 + 80}, {0x0144, 1 + 8 + 8 + 8 + 1}}
}

// ReadHealth reads the health applet. The personal applet must be selected anew
// afterwards, as Read does.
func ReadHealth(ctx context.Context, r Reader, atr []byte) (Health, error) {
	s := session{reader: r, p2: getResponse(atr)}
	if err := s.selectApplet(ctx, healthApplet[:]); err != nil {
		return Health{}, fmt.Errorf("thaiid: select health applet: %w", err)
	}
	var m memory
	for _, sp := range healthReads() {
		p, err := s.read(ctx, sp)
		if err != nil {
			return Health{}, fmt.Errorf("thaiid: read %04X of the health applet: %w", sp.at, err)
		}
		m.keep(sp, p)
	}
	return Health{
		MainInsurance: decode(m.at(spanMainInsurance)), SubInsurance: decode(m.at(spanSubInsurance)),
		MainHospital: decode(m.at(spanMainHospital)), SubHospital: decode(m.at(spanSubHospital)),
		PaidType: decode(m.at(spanPaidType)), Issued: dateOf(m.at(spanHealthIssued)), Expires: dateOf(m.at(spanHealthExpires)),
		Updated: dateOf(m.at(spanHealthUpdated)), Changes: decode(m.at(spanHealthChanges)),
	}, nil
}

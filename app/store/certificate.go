package store

import (
	"fmt"

	"sala/app/office"
	"sala/forms/certificate"
	"sala/sync/wire"
)

const selectCertificate = `SELECT c.number, c.petition, c.issued, c.void, c.prints, c.document, c.seal, coalesce(v.outcome, '')
	FROM certificate c LEFT JOIN verdict v ON v.seq = c.issued `

// Certificate returns the certificate under that number.
func (v *view) Certificate(number string) (office.Certificate, error) {
	all, err := v.certificates("WHERE c.number = ?", number)
	if err != nil {
		return office.Certificate{}, err
	}
	if len(all) == 0 {
		return office.Certificate{}, fmt.Errorf("certificate %s: %w", number, office.ErrNotFound)
	}
	return all[0], nil
}

// Certificates returns the certificates made out for a petition, in their order.
func (v *view) Certificates(petition string) ([]office.Certificate, error) {
	return v.certificates("WHERE c.petition = ? ORDER BY c.prepared", petition)
}

func (v *view) certificates(where string, args ...any) ([]office.Certificate, error) {
	return list(v.c, selectCertificate+where, args, func(scan func(...any) error) (c office.Certificate, err error) {
		var issued, void uint64
		var document []byte
		var outcome string
		if err = scan(&c.Number, &c.Petition, &issued, &void, &c.Prints, &document, &c.Seal, &outcome); err != nil {
			return c, err
		}
		c.Status = status(issued, void, outcome)
		c.Document, err = certificate.Decode(document)
		return c, err
	})
}

// status says what a certificate is worth, by the entries that issued and
// voided it and central's word on the issue ("" for none yet).
func status(issued, void uint64, outcome string) certificate.Status {
	switch {
	case void != 0:
		return certificate.Void
	case issued == 0:
		return certificate.Prepared
	case outcome == "":
		return certificate.Provisional
	case outcome == wire.Accepted:
		return certificate.Final
	}
	return certificate.Objected
}

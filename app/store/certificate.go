package store

import (
	"database/sql"
	"fmt"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/certificate"
	"sala/sync/wire"
)

const selectCertificate = `SELECT c.number, c.petition, c.issued, c.void, c.prints, c.document, c.seal, coalesce(v.outcome, '')
	FROM certificate c LEFT JOIN verdict v ON v.seq = c.issued `

// Certificate returns the certificate under that number.
func (v *view) Certificate(number string) (office.Certificate, error) {
	rows, err := v.c.query(selectCertificate+"WHERE c.number = ?", number)
	if err != nil {
		return office.Certificate{}, err
	}
	all, err := certificates(rows)
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
	rows, err := v.c.query(selectCertificate+"WHERE c.petition = ? ORDER BY c.prepared", petition)
	if err != nil {
		return nil, err
	}
	return certificates(rows)
}

func certificates(rows *sql.Rows) ([]office.Certificate, error) {
	defer rows.Close()
	var out []office.Certificate
	for rows.Next() {
		var c office.Certificate
		var issued, void uint64
		var document []byte
		var outcome string
		if err := rows.Scan(&c.Number, &c.Petition, &issued, &void, &c.Prints, &document, &c.Seal, &outcome); err != nil {
			return nil, err
		}
		var err error
		if c.Document, err = certificate.Decode(document); err != nil {
			return nil, err
		}
		c.Status = status(issued, void, outcome)
		out = append(out, c)
	}
	return out, rows.Err()
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

// bodies decodes the one column of rows.
func bodies[T any](rows *sql.Rows) ([]T, error) {
	defer rows.Close()
	var out []T
	for rows.Next() {
		var b sql.RawBytes
		if err := rows.Scan(&b); err != nil {
			return nil, err
		}
		v, err := act.Decode[T](b)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

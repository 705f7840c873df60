package paper_test

import (
	"context"
	"fmt"
	"io"
	"time"

	"sala/app/paper"
	"sala/app/words"
	"sala/forms/certificate"
	"sala/forms/seal"
)

// specimen is a sample of a certificate with invented people, sealed and
// signed as a real one is.
type specimen struct {
	Template string
	Document certificate.Document
	Seal     string
	PDF      []byte
}

// specimens makes one specimen of every template. Root vouches for an office
// and a station of each issuer, so that whoever trusts it can verify them.
func specimens(ctx context.Context, templates *certificate.Templates, catalogue *words.Catalogue, root seal.Identity, random io.Reader) ([]specimen, error) {
	samples, err := templates.Samples()
	if err != nil {
		return nil, err
	}
	setters := map[string]*paper.Typesetter{}
	var out []specimen
	for _, s := range samples {
		office := s.Document.Issuer.ID
		if setters[office] == nil {
			if setters[office], err = specimenOffice(office, catalogue, root, random, time.Unix(s.Document.IssuedAt, 0)); err != nil {
				return nil, fmt.Errorf("specimen of %s: %w", s.Template, err)
			}
		}
		sp := specimen{Template: s.Template, Document: s.Document}
		if sp.Seal, err = setters[office].Seal(s.Document); err != nil {
			return nil, fmt.Errorf("specimen of %s: %w", s.Template, err)
		}
		if sp.PDF, err = setters[office].Certificate(ctx, s.Document, sp.Seal); err != nil {
			return nil, fmt.Errorf("specimen of %s: %w", s.Template, err)
		}
		out = append(out, sp)
	}
	return out, nil
}

// specimenOffice makes the keys of an office and a station of it, good for a
// year around the day of the specimens.
func specimenOffice(name string, catalogue *words.Catalogue, root seal.Identity, random io.Reader, day time.Time) (*paper.Typesetter, error) {
	from, until := day.AddDate(0, -6, 0), day.AddDate(0, 6, 0)
	officeKey, err := seal.NewKey(random)
	if err != nil {
		return nil, err
	}
	office := seal.Identity{Key: officeKey}
	if office.Credential, err = root.VouchOffice(name, &officeKey.PublicKey, from, until); err != nil {
		return nil, err
	}
	stationKey, err := seal.NewKey(random)
	if err != nil {
		return nil, err
	}
	station := seal.Identity{Key: stationKey}
	if station.Credential, err = office.VouchStation(name+"-SPECIMEN", &stationKey.PublicKey, from, until); err != nil {
		return nil, err
	}
	return paper.New(station, catalogue)
}

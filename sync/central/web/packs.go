package web

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"

	"sala/forms/pack"
	"sala/sync/central"
	"sala/sync/wire"
)

// Packs come as files of some megabytes; forms of other pages are short.
const (
	pathAddPack = "/console/addpack"
	maxPack     = 33 << 20
)

// rollout is what the page of packs shows.
type rollout struct {
	Files  []central.PackFile
	Stages []stage
}

// stage is an office with the pack that it was sent.
type stage struct {
	Office   central.Office
	Offer    wire.PackOffer // the zero one where nothing was sent
	Stations int
	Runs     int               // stations that have it in use
	Refused  map[string]string // stations that did not take it, and why
}

// Name is the pack that was sent, "th@1.1.0".
func (s stage) Name() string { return s.Offer.Pack + "@" + s.Offer.Version }

func (s *Site) packs(r *http.Request, office string) (any, error) {
	var out rollout
	var err error
	if out.Files, err = s.central.PackFiles(r.Context()); err != nil {
		return out, err
	}
	slices.Reverse(out.Files)
	err = s.central.Store.View(r.Context(), func(tx central.Tx) error {
		offices, err := tx.Offices()
		if err != nil {
			return err
		}
		for _, o := range offices {
			if office != "" && o.ID != office {
				continue
			}
			of, err := s.stagesOf(tx, o)
			if err != nil {
				return err
			}
			out.Stages = append(out.Stages, of...)
		}
		return nil
	})
	return out, err
}

// stagesOf returns an office's packs with what its stations made of them.
func (s *Site) stagesOf(tx central.Tx, o central.Office) ([]stage, error) {
	said, err := central.Statuses(tx, o.ID)
	if err != nil {
		return nil, err
	}
	offers, err := central.Offers(tx, o.ID)
	if err != nil {
		return nil, err
	}
	if len(offers) == 0 {
		offers = []wire.PackOffer{{}}
	}
	var out []stage
	for _, offer := range offers {
		st := stage{Office: o, Offer: offer, Stations: len(said), Refused: map[string]string{}}
		for name, m := range said {
			switch {
			case m.Status.Pack == st.Name():
				st.Runs++
			case m.Offer == st.Name() && m.OfferState == "refused":
				st.Refused[name] = m.OfferCode
			}
		}
		out = append(out, st)
	}
	return out, nil
}

// addPack takes a pack in that an administrator sends.
func (s *Site) addPack(w http.ResponseWriter, r *http.Request, _ central.Session) error {
	file, _, err := r.FormFile("file")
	if err != nil {
		return fmt.Errorf("no file came: %w", err)
	}
	defer file.Close()
	b, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	_, err = s.central.AddPack(r.Context(), b)
	for cause, notice := range map[error]string{pack.ErrUntrusted: "pack_untrusted", central.ErrPackFaults: "pack_faulty", central.ErrSamePack: "pack_same", pack.ErrAltered: "pack_faulty"} {
		if errors.Is(err, cause) {
			s.central.Log.Warn("pack refused", "error", central.Cause(err))
			s.back(w, r, notice)
			return nil
		}
	}
	if err == nil {
		s.back(w, r, "done")
	}
	return err
}

// sendPack sends a pack out to the offices of a stage.
func (s *Site) sendPack(w http.ResponseWriter, r *http.Request, _ central.Session) error {
	offices := r.PostForm["office"]
	if len(offices) == 0 {
		s.back(w, r, "no_office")
		return nil
	}
	if err := s.central.SendPack(r.Context(), offices, r.PostFormValue("pack")); err != nil {
		return err
	}
	s.back(w, r, "done")
	return nil
}

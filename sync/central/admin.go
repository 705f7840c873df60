package central

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/wire"
)

// HouseholdView is what central knows of a household: its record, its members
// and their petitions.
type HouseholdView struct {
	Household register.Record     `json:"household"`
	Members   []register.Record   `json:"members"`
	Petitions []petition.Petition `json:"petitions"`
	Issued    []wire.Certificate  `json:"certificates"`
}

// administration is a JSON interface for the machine's administrator, who
// shows a token that only the data folder has.
func (c *Central) administration(mux *http.ServeMux) {
	get := func(path string, view func(Tx, *http.Request) (any, error)) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
			token, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
			if subtle.ConstantTimeCompare([]byte(token), []byte(c.Admin)) != 1 {
				http.Error(w, "the administrator's token is wanted", http.StatusUnauthorized)
				return
			}
			var out any
			err := c.Store.View(r.Context(), func(tx Tx) (err error) {
				out, err = view(tx, r)
				return err
			})
			if errors.Is(err, ErrNotFound) {
				http.Error(w, "no such thing", http.StatusNotFound)
				return
			} else if err != nil {
				c.Log.Error("request failed", "path", r.URL.Path, "error", Cause(err))
				http.Error(w, "central failed", http.StatusInternalServerError)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			json.NewEncoder(w).Encode(out)
		})
	}
	get("/admin/counts", func(tx Tx, _ *http.Request) (any, error) { return tx.Counts() })
	get("/admin/stations", func(tx Tx, r *http.Request) (any, error) { return tx.Stations(r.FormValue("office")) })
	get("/admin/petition", func(tx Tx, r *http.Request) (any, error) {
		return item[petition.Petition](c, tx, r.FormValue("office"), Key{wire.WhatPetition, r.FormValue("id")})
	})
	get("/admin/certificate", func(tx Tx, r *http.Request) (any, error) {
		return item[wire.Certificate](c, tx, r.FormValue("office"), Key{wire.WhatCertificate, r.FormValue("number")})
	})
	get("/admin/household", func(tx Tx, r *http.Request) (any, error) {
		return c.household(tx, r.FormValue("office"), r.FormValue("id"))
	})
}

// item returns one item's value.
func item[T any](c *Central, tx Tx, office string, k Key) (T, error) {
	var zero T
	found, err := tx.Items(office, []Key{k})
	if err != nil {
		return zero, err
	}
	i, ok := found[k]
	if !ok || len(i.Body) == 0 {
		return zero, ErrNotFound
	}
	v, err := c.open(i)
	if err != nil {
		return zero, err
	}
	return v.(T), nil
}

func (c *Central) household(tx Tx, office, id string) (HouseholdView, error) {
	h, err := item[register.Record](c, tx, office, recordKey(register.Households, id))
	if err != nil {
		return HouseholdView{}, err
	}
	view := HouseholdView{Household: h, Members: []register.Record{}, Petitions: []petition.Petition{}, Issued: []wire.Certificate{}}
	members := map[string]bool{}
	after := uint64(0)
	for {
		items, err := tx.Feed(office, after, 5000)
		if err != nil {
			return view, err
		}
		if len(items) == 0 {
			break
		}
		for _, i := range items {
			after = i.Position
			if len(i.Body) == 0 || (i.What != wire.WhatRecord && i.What != wire.WhatPetition && i.What != wire.WhatCertificate) {
				continue
			}
			v, err := c.open(i)
			if err != nil {
				return view, err
			}
			switch v := v.(type) {
			case register.Record:
				if v.Register == register.Residents && v.Fields.Text("household") == id {
					view.Members, members[v.ID] = append(view.Members, v), true
				}
			case petition.Petition:
				view.Petitions = append(view.Petitions, v)
			case wire.Certificate:
				view.Issued = append(view.Issued, v)
			}
		}
	}
	petitions, issued := map[string]bool{}, view.Issued[:0]
	kept := view.Petitions[:0]
	for _, p := range view.Petitions {
		if members[p.Resident] {
			kept, petitions[p.ID] = append(kept, p), true
		}
	}
	for _, i := range view.Issued {
		if petitions[i.Petition] {
			issued = append(issued, i)
		}
	}
	view.Petitions, view.Issued = kept, issued
	return view, nil
}

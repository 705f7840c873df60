package central

import (
	"fmt"
	"slices"
	"strings"

	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/wire"
)

// gathering finds what belongs to a take-out: two passes over the office, one
// for households and visits, one for who lives there and what they asked for.
type gathering struct {
	tx      Tx
	office  string
	request wire.TakeOutRequest

	part       carried
	households map[string]bool
	residents  map[string]bool
	petitions  map[string]bool // that visits name
	areas      map[string]*wire.Area
	places     map[string]string // household -> village's area
	count      wire.TakeOut
}

func (g *gathering) run() error {
	g.part.Officer = g.request.Officer
	g.households, g.residents, g.petitions = map[string]bool{}, map[string]bool{}, map[string]bool{}
	g.areas, g.places = map[string]*wire.Area{}, map[string]string{}
	var visits []register.Visit
	sizes := map[string]int64{}
	err := g.each(wire.WhatRecord, func(i Item) error {
		switch reg, _, _ := strings.Cut(i.ID, "/"); reg {
		case register.Households:
			rec, err := act.Decode[register.Record](i.Body)
			if err != nil {
				return err
			}
			g.home(rec)
			sizes[i.ID] = int64(len(i.Body))
		case register.Visits:
			rec, err := act.Decode[register.Record](i.Body)
			if err != nil {
				return err
			}
			visits = append(visits, register.AsVisit(rec))
			sizes[i.ID] = int64(len(i.Body))
		case register.Residents: // in the second pass: only now is it known who is wanted
		}
		return nil
	})
	if err != nil {
		return err
	}
	var wanted []register.Visit
	for _, v := range visits {
		g.tally(v)
		if g.wants(v) {
			wanted = append(wanted, v)
			if v.Household != "" {
				g.households[v.Household] = true
			}
			if v.Resident != "" {
				g.residents[v.Resident] = true
			}
		}
	}
	for _, v := range visits {
		g.earlier(v)
	}
	for _, id := range sortedKeys(g.households) {
		g.add(wire.WhatRecord, register.Households+"/"+id, sizes[register.Households+"/"+id])
		g.count.Households++
	}
	if err := g.people(); err != nil {
		return err
	}
	for _, v := range wanted {
		g.add(wire.WhatRecord, register.Visits+"/"+v.ID, sizes[register.Visits+"/"+v.ID])
		g.count.Visits++
	}
	return g.asked()
}

// earlier notes what was written at a visit, of the forms that were asked for, to
// where somebody goes now.
func (g *gathering) earlier(v register.Visit) {
	forms := g.request.Forms
	if !g.wants(v) && !g.households[v.Household] && !g.residents[v.Resident] || v.Form != "" && len(forms) > 0 && !slices.Contains(forms, v.Form) {
		return
	}
	for _, p := range v.Petitions {
		g.petitions[p] = true
	}
}

// people adds those who live in the households.
func (g *gathering) people() error {
	return g.each(wire.WhatRecord, func(i Item) error {
		reg, id, _ := strings.Cut(i.ID, "/")
		if reg != register.Residents {
			return nil
		}
		rec, err := act.Decode[register.Record](i.Body)
		if err != nil {
			return err
		}
		if home := rec.Fields.Text("household"); g.residents[id] || home != "" && g.households[home] {
			g.residents[id] = true
			g.add(i.What, i.ID, int64(len(i.Body)))
			g.count.Residents++
		}
		return nil
	})
}

// asked adds what was written on earlier visits.
func (g *gathering) asked() error {
	taken := map[string]bool{}
	err := g.each(wire.WhatPetition, func(i Item) error {
		p, err := act.Decode[petition.Petition](i.Body)
		if err != nil {
			return err
		}
		if !g.petitions[p.ID] && !(g.residents[p.Resident] && slices.Contains(g.request.Forms, p.Form)) {
			return nil
		}
		taken["petition/"+p.ID] = true
		g.add(i.What, i.ID, int64(len(i.Body)))
		g.count.Petitions++
		return nil
	})
	if err != nil {
		return err
	}
	return g.pictures(taken)
}

// pictures adds what is told of the photographs that belong to petitions, and
// the photographs themselves when they are asked for.
func (g *gathering) pictures(of map[string]bool) error {
	seen := map[string]bool{}
	return g.each(wire.WhatAttachment, func(i Item) error {
		a, err := act.Decode[wire.Attachment](i.Body)
		if err != nil || !of[a.Subject] {
			return err
		}
		g.add(i.What, i.ID, int64(len(i.Body)))
		if !a.Complete || seen[a.Hash] {
			return nil
		}
		seen[a.Hash] = true
		g.count.Photos++
		g.count.PhotoBytes += a.Size
		if g.request.Photos {
			g.part.Photos = append(g.part.Photos, a.Hash)
		}
		return nil
	})
}

func (g *gathering) add(what, id string, size int64) {
	g.part.Items = append(g.part.Items, what+" "+id)
	g.count.Bytes += size
}

// home notes where a household is, and takes it in when its area is asked for.
func (g *gathering) home(rec register.Record) {
	f := rec.Fields
	district, village := f.Text("subdistrict"), f.Text("subdistrict")
	if v := f.Text("village"); v != "" {
		village += "/" + v
	}
	g.places[rec.ID] = village
	for _, name := range slices.Compact([]string{district, village}) {
		if g.areas[name] == nil {
			g.areas[name] = &wire.Area{Name: name}
		}
		g.areas[name].Households++
	}
	if slices.Contains(g.request.Areas, district) || slices.Contains(g.request.Areas, village) {
		g.households[rec.ID] = true
	}
}

// tally counts an open visit for its area.
func (g *gathering) tally(v register.Visit) {
	village, ok := g.places[v.Household]
	if !ok || !v.State.Open() {
		return
	}
	district, _, _ := strings.Cut(village, "/")
	for _, name := range slices.Compact([]string{district, village}) {
		g.areas[name].Visits++
	}
}

// wants reports whether a visit is of the work list: it is open, of the forms
// that were asked for, and the officer's own or nobody's in the areas.
func (g *gathering) wants(v register.Visit) bool {
	r := g.request
	if !v.State.Open() || v.Form != "" && len(r.Forms) > 0 && !slices.Contains(r.Forms, v.Form) {
		return false
	}
	if v.Officer != "" {
		return r.Officer == "" || v.Officer == r.Officer
	}
	return len(r.Areas) == 0 || v.Household == "" || g.households[v.Household]
}

// each calls do for every item of a kind that the office has.
func (g *gathering) each(what string, do func(Item) error) error {
	for after := uint64(0); ; {
		items, err := g.tx.Feed(g.office, after, wire.MaxChanges)
		if err != nil {
			return err
		}
		for _, i := range items {
			if after = i.Position; i.What == what && len(i.Body) > 0 {
				if err := do(i); err != nil {
					return fmt.Errorf("%s %s: %w", i.What, i.ID, err)
				}
			}
		}
		if len(items) < wire.MaxChanges {
			return nil
		}
	}
}

func (g *gathering) answer() wire.TakeOut {
	out := g.count
	out.ID, out.Items = g.request.ID, len(g.part.Items)
	for _, name := range sortedKeys(g.areas) {
		out.Areas = append(out.Areas, *g.areas[name])
	}
	return out
}

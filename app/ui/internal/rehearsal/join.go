package rehearsal

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"sala/app/office"
	"sala/assets/packs"
	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/register"
)

// changeResident changes a resident's record and keeps what it said before.
func (v *view) changeResident(c act.Change) {
	if c.Register != register.Residents {
		return
	}
	before := v.residents[c.ID].Record()
	if v.gave[c.ID] != nil {
		before.Fields[register.SameGave] = v.gave[c.ID]
	}
	after := register.Record{Register: c.Register, ID: c.ID, Office: v.store.Office, Version: before.Version + 1, Fields: before.Fields.Change(c.Set, c.Clear)}
	h := v.revisions[c.ID]
	if len(h) == 0 && before.Version > 0 {
		h = register.History{{Record: before}}
	}
	v.revisions[c.ID] = append(slices.Clone(h), register.Revision{Record: after, Recorded: v.store.Now().UnixMilli(), Officer: v.officer, Reason: c.Reason})
	v.residents[c.ID], v.gave[c.ID] = register.AsResident(after), after.Fields.Fields(register.SameGave)
}

// staying follows a resident to the record that stays.
func (v *view) staying(r register.Resident) register.Resident {
	for r.SameAs != "" {
		r = v.residents[r.SameAs]
	}
	return r
}

// JoinedTo returns the records that point to a resident's.
func (v *view) JoinedTo(id string) ([]register.Resident, error) {
	var out []register.Resident
	for _, key := range slices.Sorted(maps.Keys(v.residents)) {
		if v.residents[key].SameAs == id {
			out = append(out, v.residents[key])
		}
	}
	return out, nil
}

// Lookalikes returns everybody: there are few.
func (v *view) Lookalikes(register.Resident) ([]register.Resident, error) {
	return slices.Collect(maps.Values(v.residents)), nil
}

// History returns what a record said before.
func (v *view) History(reg, id string) (register.History, error) {
	rec, err := v.Record(reg, id)
	if h := v.revisions[id]; len(h) > 0 {
		return h, err
	}
	return register.History{{Record: rec}}, err
}

// Twice enters the second resident of the household once more, as somebody did
// who had no card before him, and then corrects the sex.
func (o *Office) Twice() {
	second := o.Store.residents["R2"]
	second.ID, second.NationalNumber, second.Household, second.Position, second.Relation = "R6", "", "", register.Occupant, ""
	second.Birth, second.Sex, second.MovedFrom = calendar.Date{Year: second.Birth.Year, Month: second.Birth.Day, Day: second.Birth.Month}, register.UnknownSex, "เชียงราย"
	err := o.Store.Write(context.Background(), "somchai", func(w office.Writer) error {
		change := act.Change{Register: register.Residents, ID: "R6", Office: o.Store.Office, Set: second.Record().Fields, Reason: "แจ้งย้ายเข้าโดยไม่มีบัตร"}
		if err := w.Append(act.RecordSet, "resident/R6", 0, change); err != nil {
			return err
		}
		change.Set, change.Reason = register.Fields{"sex": string(register.Male)}, "แก้ไขตามเอกสาร"
		return w.Append(act.RecordSet, "resident/R6", 1, change)
	})
	if err != nil {
		panic(err) // the store is in memory
	}
}

// list embeds Forms under a name that is not one of its methods.
type list = Forms

// delivered is the forms, with what Thailand's pack says of the registers.
type delivered struct {
	list
	registers func() []register.Definition
}

// Register returns what the pack says of a register.
func (c delivered) Register(name string) (register.Definition, bool) {
	all := c.registers()
	i := slices.IndexFunc(all, func(d register.Definition) bool { return d.Name == name })
	if i < 0 {
		return register.Definition{}, false
	}
	return all[i], true
}

func readRegisters() []register.Definition {
	text, err := fs.ReadFile(packs.Files("th"), "registers.yaml")
	if err != nil {
		panic(err) // it is embedded
	}
	var out []register.Definition
	if faults := definition.Decode("registers.yaml", text, &out); len(faults) > 0 {
		panic(fmt.Sprint(faults))
	}
	return out
}

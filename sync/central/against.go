package central

import (
	"sala/forms/act"
	"sala/sync/wire"
)

// against says whose change an entry overlaps with: the newest that was accepted
// of the same subject. Both sides are shown with their authors.
func (in *intake) against(subject string, r ruling) ruling {
	last, err := in.tx.Entries(EntryFilter{Office: in.station.Office, Subject: subject, Kind: act.RecordSet, Outcomes: []string{wire.Accepted}, Newest: true, Limit: 1, Bare: true})
	if err != nil {
		return in.failed(err)
	}
	if len(last) == 1 {
		r.with, r.withAt = last[0].Station+"/"+last[0].Officer, last[0].Time.Wall().UnixMilli()
	}
	return r
}

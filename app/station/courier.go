package station

import "sala/sync/courier"

// Courier carries the station's journal on a stick. The station must have
// enrolled.
func (st *Station) Courier() *courier.Station {
	return &courier.Station{Store: st.Store, Secrets: st.Store.Secrets(), Attachments: blobs{st.Store.Attachments(), st.Office}, Identity: st.Sync.Identity, Clock: st.Office.Now}
}

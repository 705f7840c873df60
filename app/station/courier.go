package station

import (
	"context"
	"errors"
	"io"

	"sala/sync/client"
	"sala/sync/courier"
)

// Courier carries the station's journal on a stick. The station must have
// enrolled.
func (st *Station) Courier() *courier.Station {
	return &courier.Station{Store: st.Store, Secrets: st.Store.Secrets(), Attachments: st.blobs(), Identity: st.Sync.Identity, Clock: st.Office.Now}
}

// TakeReply takes central's reply in from a stick, and does what it says. One
// that was taken in before does nothing.
func (st *Station) TakeReply(ctx context.Context, reply io.Reader) (client.Report, error) {
	r, err := st.Courier().Import(ctx, reply)
	if err == nil {
		err = errors.Join(st.obey(ctx), st.noteRevocations(ctx))
	}
	return r, err
}

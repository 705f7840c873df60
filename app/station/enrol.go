package station

import "context"

// EnrolAt takes the station in at a central system with a one-time code, and
// keeps where that is. When it fails the station is as it was.
func (st *Station) EnrolAt(ctx context.Context, central Central, code string) error {
	before := st.Config
	st.Config.Central = central
	st.Sync = st.newClient(st.Office.Now)
	err := st.Enrol(ctx, code)
	if err == nil {
		err = st.Config.Write(st.Dir)
	}
	if err != nil {
		st.Config = before
		st.Sync = st.newClient(st.Office.Now)
	}
	return err
}

package station

import "sala/sync/client"

// Network tells the station how the line is, as its client does.
func (st *Station) Network(s client.State) { st.network(s) }

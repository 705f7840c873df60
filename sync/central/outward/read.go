package outward

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"sala/sync/central"
)

// Handler answers partners that read: GET /api/v1/changes?office=TH-5001&after=0.
func (o *Outward) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/changes", func(w http.ResponseWriter, r *http.Request) {
		partner, ok := o.asking(r)
		if !ok {
			trouble(w, http.StatusUnauthorized, "Client.Unauthorized", "a partner's key is wanted")
			return
		}
		office := r.FormValue("office")
		after, err := strconv.ParseUint(r.FormValue("after"), 10, 63)
		switch {
		case err != nil:
			trouble(w, http.StatusBadRequest, "Client.BadRequest", "after is the last position that was read, 0 at first")
			return
		case !slices.Contains(partner.Offices, office):
			trouble(w, http.StatusForbidden, "Client.Forbidden", "this office is not the partner's")
			return
		}
		changes, cursor, err := o.changes(r.Context(), office, after, 500, false)
		if err != nil {
			o.central.Log.Error("partner's request failed", "partner", partner.Name, "error", central.Cause(err))
			trouble(w, http.StatusInternalServerError, "Server.ServerProxy.ServiceFailed", "central failed")
			return
		}
		body, err := json.Marshal(map[string]any{"office": office, "changes": changes, "cursor": cursor})
		if err != nil {
			trouble(w, http.StatusInternalServerError, "Server.ServerProxy.ServiceFailed", "central failed")
			return
		}
		h := sha256.Sum256([]byte(r.URL.RequestURI()))
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set(headerRequest, hex.EncodeToString(h[:]))
		for _, name := range []string{headerClient, headerID} { // X-Road wants them back
			if v := r.Header.Get(name); v != "" && len(v) < 256 {
				w.Header().Set(name, v)
			}
		}
		w.Write(body)
	})
	return mux
}

// asking finds the partner of a key.
func (o *Outward) asking(r *http.Request) (Partner, bool) {
	key, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	partners, err := o.partners(r.Context())
	if !ok || err != nil {
		return Partner{}, false
	}
	for _, p := range partners {
		same := subtle.ConstantTimeCompare([]byte(key), []byte(p.Secret)) == 1
		if same && p.Way == Reads && (p.Client == "" || p.Client == r.Header.Get(headerClient)) {
			return p, true
		}
	}
	return Partner{}, false
}

// trouble answers as X-Road's servers do.
func trouble(w http.ResponseWriter, status int, kind, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Road-Error", kind)
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]string{"type": kind, "message": message})
}

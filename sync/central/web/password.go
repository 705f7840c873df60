package web

import (
	"errors"
	"net/http"

	"sala/sync/central"
)

// pagePassword is where an official changes her own password. It is reached by
// her name in the head of every page.
const pagePassword = "own_password"

// ownPassword adds the page.
func (s *Site) ownPassword(mux *http.ServeMux) {
	mux.HandleFunc("GET /console/"+pagePassword, s.look(pagePassword, func(*http.Request, string) (any, error) { return nil, nil }))
	mux.HandleFunc("POST /console/"+pagePassword, s.change(central.RoleViewer, func(w http.ResponseWriter, r *http.Request, _ central.Session) error {
		token, err := r.Cookie(cookie)
		if err != nil {
			return err
		}
		fresh := r.PostFormValue("fresh")
		if fresh != r.PostFormValue("again") {
			s.back(w, r, "password_unlike")
			return nil
		}
		err = s.central.ChangePassword(r.Context(), token.Value, r.PostFormValue("old"), fresh)
		switch {
		case errors.Is(err, central.ErrPasswordOld):
			s.back(w, r, "password_old")
		case errors.Is(err, central.ErrPasswordWeak):
			s.back(w, r, "password_weak")
		case err != nil:
			return err
		default:
			s.back(w, r, "done")
		}
		return nil
	}))
}

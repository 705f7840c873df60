package web

import (
	"encoding/base64"
	"errors"
	"html/template"
	"net/http"

	"rsc.io/qr"

	"sala/sync/central"
)

// accounts is what the page of officials shows.
type accounts struct {
	All   []account
	Roles []string
	Given *given // once, when somebody was added or renewed
}

type account struct {
	central.Official
	Locked bool // after wrong attempts
	Self   bool
}

// given are credentials that are shown once.
type given struct {
	central.Credentials
	Code template.URL // the second factor's QR code, a picture
}

// officials adds the page on which administrators say who may use the console.
func (s *Site) officials(mux *http.ServeMux) {
	mux.HandleFunc("GET /console/officials", func(w http.ResponseWriter, r *http.Request) {
		if session, ok := s.session(r); ok && !session.May(central.RoleAdmin) {
			s.back(w, r, "not_allowed")
			return
		}
		s.look(tabOfficials, func(r *http.Request, _ string) (any, error) { return s.accounts(r, nil) })(w, r)
	})
	for _, path := range []string{"addofficial", "renewofficial"} { // where a browser is that asks for the page in another language
		mux.HandleFunc("GET /console/"+path, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/console/officials", http.StatusSeeOther)
		})
	}
	mux.HandleFunc("POST /console/addofficial", s.change(central.RoleAdmin, func(w http.ResponseWriter, r *http.Request, o central.Session) error {
		got, err := s.central.NewOfficial(r.Context(), o.Official, r.PostFormValue("name"), r.PostFormValue("role"))
		return s.give(w, r, got, err)
	}))
	mux.HandleFunc("POST /console/renewofficial", s.change(central.RoleAdmin, func(w http.ResponseWriter, r *http.Request, o central.Session) error {
		got, err := s.central.RenewOfficial(r.Context(), o.Official, r.PostFormValue("name"))
		return s.give(w, r, got, err)
	}))
	mux.HandleFunc("POST /console/switchofficial", s.change(central.RoleAdmin, func(w http.ResponseWriter, r *http.Request, o central.Session) error {
		err := s.central.SwitchOfficial(r.Context(), o.Official, r.PostFormValue("name"), r.PostFormValue("off") != "")
		if err == nil {
			s.back(w, r, "done")
			return nil
		}
		return s.known(w, r, err)
	}))
}

// known says why an administrator is refused, where that is a rule.
func (s *Site) known(w http.ResponseWriter, r *http.Request, err error) error {
	for cause, notice := range map[error]string{central.ErrOfficialKnown: "official_known", central.ErrOfficialSelf: "official_self", central.ErrLastAdmin: "last_admin"} {
		if errors.Is(err, cause) {
			s.back(w, r, notice)
			return nil
		}
	}
	return err
}

// give shows what somebody signs in with, in the answer itself: it stands in no
// address, in no cookie, and on no page that is opened again.
func (s *Site) give(w http.ResponseWriter, r *http.Request, got central.Credentials, err error) error {
	if err != nil {
		return s.known(w, r, err)
	}
	code, err := qr.Encode(got.URI, qr.M)
	if err != nil {
		return err
	}
	shown := &given{got, template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(code.PNG()))}
	s.look(tabOfficials, func(r *http.Request, _ string) (any, error) { return s.accounts(r, shown) })(w, r)
	return nil
}

func (s *Site) accounts(r *http.Request, shown *given) (any, error) {
	out := accounts{Roles: central.Roles(), Given: shown}
	all, err := s.central.Officials(r.Context())
	session, _ := s.session(r)
	for _, o := range all {
		out.All = append(out.All, account{o, o.Until > s.central.Now().UnixMilli(), o.Name == session.Official})
	}
	return out, err
}

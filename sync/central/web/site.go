// Package web is what people see of central in a browser: the officials'
// console and the public's page for checking a certificate. All of it works
// without JavaScript, in three languages.
//
// It promises that nothing changes but by a form that carries the session's own
// token, that the public learns no more than the paper in its hand says, and
// that no text of a station is taken for a part of a page.
package web

import (
	"bytes"
	"crypto/subtle"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"sala/assets/fonts"
	"sala/forms/seal"
	"sala/sync/central"
)

//go:embed pages/*.html pages/style.css
var files embed.FS

// Site is central's pages.
type Site struct {
	central *central.Central
	words   words
	pages   map[string]*template.Template
	style   []byte
	limit   *limiter
	roots   []seal.Root
}

// New returns the pages of a central system.
func New(c *central.Central) (*Site, error) {
	w, err := readWords()
	if err != nil {
		return nil, err
	}
	s := &Site{central: c, words: w, pages: map[string]*template.Template{}, limit: newLimiter(c.Now)}
	if c.Papers != nil {
		s.roots = c.Papers.Roots()
	}
	if s.style, err = files.ReadFile("pages/style.css"); err != nil {
		return nil, err
	}
	for _, name := range append([]string{"signin", "verify", pagePassword}, tabs...) {
		t, err := template.New(name).ParseFS(files, "pages/layout.html", "pages/"+name+".html")
		if err != nil {
			return nil, fmt.Errorf("read central's pages: %w", err)
		}
		s.pages[name] = t
	}
	return s, nil
}

// faces are the fonts of the pages, by file name.
func faces() map[string][]byte {
	return map[string][]byte{"sarabun.ttf": fonts.SarabunRegular(), "sarabun-bold.ttf": fonts.SarabunBold(),
		"gothic.ttf": fonts.KoreanRegular(), "gothic-bold.ttf": fonts.KoreanBold()}
}

// Handler answers browsers.
func (s *Site) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/verify", http.StatusSeeOther) })
	mux.HandleFunc("GET /style.css", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		w.Write(s.style)
	})
	for name, face := range faces() {
		mux.HandleFunc("GET /fonts/"+name, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "font/ttf")
			w.Header().Set("Cache-Control", "public, max-age=604800")
			w.Write(face)
		})
	}
	mux.HandleFunc("GET /verify", s.verify)
	mux.HandleFunc("GET /console/signin", func(w http.ResponseWriter, r *http.Request) { s.show(w, r, "signin", page{}) })
	mux.HandleFunc("POST /console/signin", s.signIn)
	mux.HandleFunc("POST /console/signout", s.change(central.RoleViewer, s.signOut))
	mux.HandleFunc("GET /console/{$}", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/console/stations", http.StatusSeeOther)
	})
	s.console(mux)
	protect := http.NewCrossOriginProtection()
	return protect.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		h.Set("Strict-Transport-Security", "max-age=31536000")
		most := int64(64 << 10)
		if r.URL.Path == pathAddPack {
			most = maxPack
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		if !readable(r) {
			http.Error(w, "400", http.StatusBadRequest)
			return
		}
		if l := r.URL.Query().Get("lang"); l != "" {
			http.SetCookie(w, &http.Cookie{Name: "lang", Value: languageOf(r), Path: "/", MaxAge: 31536000, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode})
		}
		mux.ServeHTTP(w, r)
	}))
}

// readable reports whether all that a browser sent in is text. PostgreSQL takes
// no other, and what people type is none.
func readable(r *http.Request) bool {
	sent := r.URL.Query()
	if r.URL.Path != pathAddPack { // a file is read where it is taken in
		if err := r.ParseForm(); err != nil && r.Form == nil { // what cannot be parsed counts as absent
			return false
		}
		sent = r.Form
	}
	for _, values := range sent {
		for _, v := range values {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				return false
			}
		}
	}
	return true
}

// show renders a page, all of it or none.
func (s *Site) show(w http.ResponseWriter, r *http.Request, name string, p page) {
	p.Lang, p.Languages, p.Name, p.words, p.central, p.query = languageOf(r), languages, name, s.words, s.central, r.URL.Query()
	var b bytes.Buffer
	if err := s.pages[name].ExecuteTemplate(&b, "layout", p); err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Write(b.Bytes())
}

func (s *Site) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, central.ErrNotFound) {
		http.Error(w, "404", http.StatusNotFound)
		return
	}
	s.central.Log.Error("page failed", "path", r.URL.Path, "error", central.Cause(err))
	http.Error(w, "500", http.StatusInternalServerError)
}

// cookie is the name of the session's cookie; browsers keep one of this prefix
// only from this host over TLS.
const cookie = "__Host-sala"

func (s *Site) signIn(w http.ResponseWriter, r *http.Request) {
	if !s.limit.allow("signin " + address(r)) {
		w.WriteHeader(http.StatusTooManyRequests)
		s.show(w, r, "signin", page{Notice: "too_many", Bad: true})
		return
	}
	token, err := s.central.SignIn(r.Context(), r.PostFormValue("name"), r.PostFormValue("password"), r.PostFormValue("code"))
	if errors.Is(err, central.ErrSignIn) {
		w.WriteHeader(http.StatusForbidden)
		s.show(w, r, "signin", page{Notice: "wrong", Bad: true})
		return
	} else if err != nil {
		s.fail(w, r, err)
		return
	}
	// whatever session the browser came with is not the one it goes with
	http.SetCookie(w, &http.Cookie{Name: cookie, Value: token, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteStrictMode})
	http.Redirect(w, r, "/console/stations", http.StatusSeeOther)
}

func (s *Site) signOut(w http.ResponseWriter, r *http.Request, _ central.Session) error {
	if c, err := r.Cookie(cookie); err == nil {
		if err := s.central.SignOut(r.Context(), c.Value); err != nil {
			return err
		}
	}
	http.SetCookie(w, &http.Cookie{Name: cookie, Path: "/", MaxAge: -1, Secure: true, HttpOnly: true, SameSite: http.SameSiteStrictMode})
	http.Redirect(w, r, "/console/signin", http.StatusSeeOther)
	return nil
}

func (s *Site) session(r *http.Request) (central.Session, bool) {
	c, err := r.Cookie(cookie)
	if err != nil {
		return central.Session{}, false
	}
	session, err := s.central.SessionOf(r.Context(), c.Value)
	return session, err == nil
}

// notices are what a page may be told to say.
var notices = []string{"done", "refused", "not_allowed", "pack_untrusted", "pack_faulty", "pack_same", "no_office", "official_known", "official_self", "last_admin",
	"password_old", "password_weak", "password_unlike"}

// look lets signed-in officials look at a page.
func (s *Site) look(name string, data func(r *http.Request, office string) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		session, ok := s.session(r)
		if !ok {
			http.Redirect(w, r, "/console/signin", http.StatusSeeOther)
			return
		}
		p := page{Session: session, Office: r.URL.Query().Get("office"), Notice: r.URL.Query().Get("notice")}
		p.Bad = p.Notice != "done"
		if !slices.Contains(notices, p.Notice) {
			p.Notice = ""
		}
		err := s.central.Store.View(r.Context(), func(tx central.Tx) (err error) {
			p.Offices, err = tx.Offices()
			return err
		})
		if err == nil {
			p.Data, err = data(r, p.Office)
		}
		if err != nil {
			s.fail(w, r, err)
			return
		}
		s.show(w, r, name, p)
	}
}

// change lets officials of a role change something, by a form of their session.
func (s *Site) change(role string, do func(http.ResponseWriter, *http.Request, central.Session) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		session, ok := s.session(r)
		if !ok {
			http.Redirect(w, r, "/console/signin", http.StatusSeeOther)
			return
		}
		if subtle.ConstantTimeCompare([]byte(r.PostFormValue("form")), []byte(session.Form)) != 1 {
			http.Error(w, "403", http.StatusForbidden)
			return
		}
		if !session.May(role) {
			s.back(w, r, "not_allowed")
			return
		}
		if err := do(w, r, session); err != nil {
			s.central.Log.Warn("change refused", "path", r.URL.Path, "official", session.Official, "error", central.Cause(err))
			s.back(w, r, "refused")
		}
	}
}

// back returns to the page of which the form was, with a notice.
func (s *Site) back(w http.ResponseWriter, r *http.Request, notice string) {
	to := r.PostFormValue("back")
	if _, known := s.pages[to]; !known {
		to = "stations"
	}
	q := url.Values{"notice": {notice}}
	if office := r.PostFormValue("of"); office != "" {
		q.Set("office", office)
	}
	http.Redirect(w, r, "/console/"+to+"?"+q.Encode(), http.StatusSeeOther)
}

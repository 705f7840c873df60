package outward_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"testing"

	"sala/forms/act"
	"sala/forms/petition"
	"sala/sync/central"
	"sala/sync/central/outward"
	"sala/sync/wire"
)

// rosa is a server that keeps submissions as ODK Central does: another text under
// an ID that it has is a conflict, the same text may bring further files.
type rosa struct {
	t        *testing.T
	limit    int64
	broken   bool
	texts    map[string]string            // by instance ID
	files    map[string]map[string][]byte // by instance ID and name
	posts    int
	replaces []string
}

func (s *rosa) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	t := s.t
	if r.Header.Get("X-OpenRosa-Version") != "1.0" || r.Header.Get("Date") == "" {
		t.Errorf("headers: %v", r.Header)
	}
	if user, password, ok := r.BasicAuth(); !ok || user != "sala" || password != secret {
		t.Error("not signed in")
	}
	if r.Method == http.MethodHead {
		w.Header().Set("X-OpenRosa-Accept-Content-Length", strconv.FormatInt(s.limit, 10))
		w.WriteHeader(http.StatusNoContent)
		return
	}
	s.posts++
	body, err := io.ReadAll(r.Body)
	if err != nil || int64(len(body)) > s.limit+2000 {
		t.Errorf("a request of %d bytes, %v", len(body), err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		t.Fatal(err)
	}
	text := part(t, r, "xml_submission_file")
	var instance struct {
		Meta struct {
			ID     string `xml:"instanceID"`
			Before string `xml:"deprecatedID"`
		} `xml:"meta"`
	}
	if err := xml.Unmarshal(text, &instance); err != nil {
		t.Errorf("%v: %s", err, text)
	}
	id := instance.Meta.ID
	if had, ok := s.texts[id]; ok && had != string(text) {
		w.WriteHeader(http.StatusConflict)
		return
	}
	if before := instance.Meta.Before; before != "" && !slices.Contains(s.replaces, before) {
		s.replaces = append(s.replaces, before)
	}
	s.texts[id] = string(text)
	if s.files[id] == nil {
		s.files[id] = map[string][]byte{}
	}
	for name := range r.MultipartForm.File {
		if name != "xml_submission_file" {
			s.files[id][name] = part(t, r, name)
		}
	}
	if s.broken { // it has it, and its answer is lost
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	w.WriteHeader(http.StatusCreated)
}

func part(t *testing.T, r *http.Request, name string) []byte {
	t.Helper()
	f, h, err := r.FormFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if name != "xml_submission_file" && h.Filename != name {
		t.Errorf("the part %s has the file name %s", name, h.Filename)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// sees is what a server's text says.
type sees struct {
	ID      string   `xml:"id,attr"`
	Version string   `xml:"version,attr"`
	Number  string   `xml:"meta>instanceName"`
	Purpose string   `xml:"purpose"`
	House   string   `xml:"address>house"`
	Member  string   `xml:"members>name"`
	Wants   string   `xml:"wants"`
	Roof    string   `xml:"roof"`
	Rooms   []string `xml:"rooms>photo"`
}

// TestOpenRosa promises that a server gets each petition that was handed in once,
// whatever becomes of its answers, and again only when it was handed in anew; with
// its photos as parts beside it, those that come to central later too; in
// requests that it takes; and that one petition that it does not take holds up
// no other.
func TestOpenRosa(t *testing.T) {
	c := newCentral(t)
	ctx := context.Background()
	s := &rosa{t: t, limit: 150 << 10, texts: map[string]string{}, files: map[string]map[string][]byte{}}
	server := httptest.NewServer(s)
	defer server.Close()
	o := outward.New(c, server.Client())
	if err := o.Add(ctx, outward.Partner{Name: "odk", Way: outward.OpenRosa, URL: server.URL, User: "sala", Secret: secret, Offices: []string{"A"}}); err != nil {
		t.Fatal(err)
	}
	deliver := func() {
		t.Helper()
		if err := o.Deliver(ctx); err != nil {
			t.Fatal(err)
		}
	}
	roof, room, large := bytes.Repeat([]byte("roof"), 25<<10), bytes.Repeat([]byte("room"), 20<<10), bytes.Repeat([]byte("large"), 40<<10)
	answers := map[string]any{"purpose": "<&สมัครงาน", "address": map[string]any{"house": "9/1"}, "members": []any{map[string]any{"name": "มาลี"}}, "wants": []any{"a", "b"},
		"roof": named(t, c, 4, roof), "film": named(t, c, 5, large), "rooms": []any{map[string]any{"photo": named(t, c, 6, room)}, map[string]any{"photo": named(t, c, 6, room)}},
		"code": hex.EncodeToString(bytes.Repeat([]byte{7}, 32))} // looks like a photo, and is none
	put := func(position, changed int64, state petition.State) {
		t.Helper()
		x := petition.Petition{ID: "p-2", Number: "N2", Office: "A", Form: "th.form", FormVersion: "2", State: state, Answers: answers, Changed: changed}
		item(t, c, central.Key{What: wire.WhatPetition, ID: "p-2"}, uint64(position), x)
	}
	come(t, c, roof)
	put(7, 1, petition.Submitted)
	s.broken = true
	if err := o.Deliver(ctx); err == nil {
		t.Error("a server that answers 502 is no trouble")
	}
	s.broken = false
	deliver()
	if len(s.texts) != 2 || len(s.files["uuid:p-2"]) != 1 {
		t.Fatalf("the server has %d petitions, and of the second %d files", len(s.texts), len(s.files["uuid:p-2"]))
	}
	for _, late := range [][]byte{room, large} {
		come(t, c, late)
		item(t, c, central.Key{What: wire.WhatAttachment, ID: "S1/9" + strconv.Itoa(len(late))}, uint64(8+len(late)), wire.Attachment{Hash: hashOf(late), Size: int64(len(late)), MIME: "image/jpeg", Subject: "petition/p-2", Complete: true})
	}
	put(1<<20, 2, petition.Approved) // nothing of it is new to the server
	deliver()
	posts := s.posts
	deliver()
	if s.posts != posts {
		t.Error("at rest, and yet it is sent again")
	}
	var got sees
	if err := xml.Unmarshal([]byte(s.texts["uuid:p-2"]), &got); err != nil {
		t.Fatal(err)
	}
	if got.ID != "th.form" || got.Version != "2" || got.Number != "N2" || got.Purpose != "<&สมัครงาน" || got.House != "9/1" || got.Member != "มาลี" || got.Wants != "a b" || len(got.Rooms) != 2 || got.Rooms[0] == got.Rooms[1] {
		t.Errorf("the submission is %+v: %s", got, s.texts["uuid:p-2"])
	}
	files := s.files["uuid:p-2"]
	if len(files) != 3 || !bytes.Equal(files[got.Roof], roof) || !bytes.Equal(files[got.Rooms[0]], room) || !bytes.Equal(files[got.Rooms[1]], room) {
		t.Errorf("%d files came: %v", len(files), slices.Collect(maps.Keys(files)))
	}

	answers["purpose"] = "ย้ายบ้าน"
	put(1<<20+1, 3, petition.Submitted)
	item(t, c, central.Key{What: wire.WhatPetition, ID: "p-3"}, 1<<20+2, petition.Petition{ID: "p-3", Office: "A", Form: "th.form", State: petition.Submitted})
	s.texts["uuid:p-3"] = "of somebody else"
	item(t, c, central.Key{What: wire.WhatPetition, ID: "p-4"}, 1<<20+3, petition.Petition{ID: "p-4", Office: "A", Form: "th.form", State: petition.Submitted})
	deliver()
	if len(s.texts) != 5 || !slices.Equal(s.replaces, []string{"uuid:p-2"}) || s.texts["uuid:p-4"] == "" {
		t.Errorf("handed in anew: %d texts, in place of %v", len(s.texts), s.replaces)
	}
}

func hashOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// item puts something into the feed of office A.
func item(t *testing.T, c *central.Central, k central.Key, position uint64, value any) {
	t.Helper()
	body, err := act.Encode(value)
	if err == nil {
		err = c.Store.Update(context.Background(), func(tx central.Tx) error {
			return tx.PutItems([]central.Item{{Key: k, Office: "A", Version: 1, Position: position, Body: body}})
		})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// named has an act say that a photo belongs to the petition, before its bytes
// come; it returns the hash.
func named(t *testing.T, c *central.Central, position uint64, body []byte) string {
	t.Helper()
	hash := hashOf(body)
	id := "S1/" + strconv.FormatUint(position, 10)
	item(t, c, central.Key{What: wire.WhatAttachment, ID: id}, position, wire.Attachment{Hash: hash, Size: int64(len(body)), MIME: "image/jpeg", Subject: "petition/p-2"})
	if err := c.Store.Update(context.Background(), func(tx central.Tx) error { return tx.PutSetting("attached", "A/"+hash, []byte(id+"\n")) }); err != nil {
		t.Fatal(err)
	}
	return hash
}

// come brings a photo's bytes.
func come(t *testing.T, c *central.Central, body []byte) {
	t.Helper()
	if _, err := c.PutAttachment(context.Background(), "A", body); err != nil {
		t.Fatal(err)
	}
}

package outward_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/central"
	"sala/sync/central/outward"
	"sala/sync/central/sqlstore"
	"sala/sync/wire"
)

func newCentral(t *testing.T) *central.Central {
	dir := t.TempDir()
	s, err := sqlstore.OpenSQLite(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	authority, err := central.OpenAuthority(dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	c := central.New(central.Config{Store: s, Authority: authority, Now: time.Now})
	for _, o := range []string{"A", "B"} {
		if err := c.AddOffice(context.Background(), central.Office{ID: o, Country: "TH"}); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Seed(context.Background(), func(yield func(register.Record, error) bool) {
			for _, id := range []string{"1", "2"} {
				yield(register.Record{Register: "resident", ID: o + id, Office: o, Fields: register.Fields{"phone": id}}, nil)
			}
		}); err != nil {
			t.Fatal(err)
		}
	}
	body, err := act.Encode(petition.Petition{ID: "p-1", Number: "N1", Office: "A", Form: "th.form", FormVersion: "2", State: petition.Submitted,
		Answers: map[string]any{"purpose": "<&สมัครงาน", "copies": int64(2), "address": map[string]any{"house": "9/1"}, "members": []any{map[string]any{"name": "มาลี"}}, "1 bad name": "x", "wants": []any{"a", "b"}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Update(context.Background(), func(tx central.Tx) error {
		return tx.PutItems([]central.Item{{Key: central.Key{What: wire.WhatPetition, ID: "p-1"}, Office: "A", Version: 2, Position: 3, Body: body}})
	}); err != nil {
		t.Fatal(err)
	}
	return c
}

const secret = "a secret that is long enough"

// TestWebhook promises every change once in order while the partner answers, and
// again from the same place after it did not.
func TestWebhook(t *testing.T) {
	c := newCentral(t)
	var got []outward.Change
	broken := true
	partner := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.Header.Get(outward.HeaderSignature) != outward.Sign(secret, body) {
			t.Error("the call is not signed")
		}
		if r.Header.Get("X-Road-Client") != "TH/GOV/1/registry" || r.Header.Get("X-Road-Id") == "" {
			t.Errorf("headers: %v", r.Header)
		}
		if broken {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		var call struct{ Changes []outward.Change }
		if err := json.Unmarshal(body, &call); err != nil {
			t.Error(err)
		}
		got = append(got, call.Changes...)
	}))
	defer partner.Close()
	o := outward.New(c, partner.Client())
	ctx := context.Background()
	if err := o.Add(ctx, outward.Partner{Name: "registry", Way: outward.Called, URL: partner.URL, Secret: secret, Client: "TH/GOV/1/registry", Offices: []string{"A"}}); err != nil {
		t.Fatal(err)
	}
	if err := o.Deliver(ctx); err == nil {
		t.Error("a partner that answers 502 is no trouble")
	}
	broken = false
	for range 2 {
		if err := o.Deliver(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if len(got) != 3 || got[0].ID != "resident/A1" || got[2].What != wire.WhatPetition {
		t.Errorf("the partner got %+v", got)
	}
	for _, c := range got {
		if c.Office != "A" {
			t.Errorf("the partner got something of office %s", c.Office)
		}
	}
}

func TestPartnerReads(t *testing.T) {
	c := newCentral(t)
	o := outward.New(c, http.DefaultClient)
	if err := o.Add(context.Background(), outward.Partner{Name: "statistics", Way: outward.Reads, Secret: secret, Offices: []string{"A"}}); err != nil {
		t.Fatal(err)
	}
	ask := func(key, query string) (int, string) {
		r := httptest.NewRequest("GET", "/api/v1/changes?"+query, nil)
		r.Header.Set("Authorization", "Bearer "+key)
		r.Header.Set("X-Road-Id", "id-1")
		w := httptest.NewRecorder()
		o.Handler().ServeHTTP(w, r)
		if w.Code == http.StatusOK && (w.Header().Get("X-Road-Id") != "id-1" || w.Header().Get("X-Road-Request-Hash") == "") {
			t.Errorf("headers: %v", w.Header())
		}
		return w.Code, w.Body.String()
	}
	if status, body := ask(secret, "office=A&after=1"); status != http.StatusOK || strings.Contains(body, "A1") || !strings.Contains(body, "p-1") || !strings.Contains(body, `"cursor":3`) {
		t.Errorf("read: %d %s", status, body)
	}
	if status, _ := ask("a guess that is long enough!", "office=A&after=0"); status != http.StatusUnauthorized {
		t.Errorf("a wrong key: %d", status)
	}
	if status, _ := ask(secret, "office=B&after=0"); status != http.StatusForbidden {
		t.Errorf("another office: %d", status)
	}
	if status, _ := ask(secret, "office=A&after=x"); status != http.StatusBadRequest {
		t.Errorf("a bad cursor: %d", status)
	}
}

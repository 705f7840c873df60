package words_test

import (
	"regexp"
	"slices"
	"sync"
	"testing"

	"sala/app/words"
)

// What is read phrase by phrase says the same as what is read at once.
func TestOpenSaysWhatLoadSays(t *testing.T) {
	all, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	c, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	keys := all.Keys("")
	for _, key := range c.Keys("") {
		if !all.Has(key) {
			t.Errorf("%q is a key of Open only", key)
		}
	}
	argument := regexp.MustCompile(`\{([a-z0-9_]+)`)
	for _, key := range keys {
		if !c.Has(key) {
			t.Errorf("Open has no %s", key)
		}
		for _, lang := range words.Languages() {
			want := all.Text(lang, key, nil)
			args := map[string]any{}
			for _, m := range argument.FindAllStringSubmatch(want, -1) {
				args[m[1]] = 7
			}
			for _, args := range []map[string]any{nil, args} {
				if got, want := c.Text(lang, key, args), all.Text(lang, key, args); got != want {
					t.Errorf("%s in %s is %q, and %q when all is read", key, lang, got, want)
				}
			}
		}
	}
	if got := c.Keys(""); !slices.Equal(got, keys) {
		t.Errorf("%d keys are %d after they were said", len(keys), len(got))
	}
	if c.Has("no.such") || c.Text("en", "no.such", nil) != "⟦no.such⟧" {
		t.Error("there are words for a key that is in no file")
	}
}

// Several goroutines may ask for the same phrase before anybody has read it.
func TestOpenFromSeveralGoroutines(t *testing.T) {
	c, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	var asking sync.WaitGroup
	for range 4 {
		asking.Go(func() {
			for _, key := range c.Keys("kit.") {
				if got := c.Text("en", key, nil); got == "⟦"+key+"⟧" {
					t.Errorf("%s is not found", key)
				}
			}
		})
	}
	asking.Wait()
}

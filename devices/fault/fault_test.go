package fault_test

import (
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/goccy/go-yaml"

	"sala/devices/fault"
)

func TestEveryCodeHasWordsInThreeLanguages(t *testing.T) {
	p, err := os.ReadFile("../../assets/words/devices.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var words map[string]map[string]string
	if err := yaml.Unmarshal(p, &words); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, c := range fault.Codes() {
		if fault.Meaning(c) == "device trouble" {
			t.Errorf("%s has no English meaning", c)
		}
		for _, what := range []string{"error", "hint"} {
			key := "device." + what + "." + string(c)
			known[key] = true
			for _, language := range []string{"th", "ko", "en"} {
				if words[key][language] == "" {
					t.Errorf("%s has no word in %s", key, language)
				}
			}
		}
	}
	for key := range words {
		if !known[key] {
			t.Errorf("%s is the word of no code", key)
		}
	}
}

func TestATroubleIsFoundHoweverWrapped(t *testing.T) {
	paper := fault.New(fault.PrinterPaperOut)
	err := fmt.Errorf("print: %w", paper.Because(errors.New("status 12")))
	if !errors.Is(err, paper) || fault.CodeOf(err) != fault.PrinterPaperOut {
		t.Errorf("%v is not found", err)
	}
	if errors.Is(err, fault.New(fault.PrinterCoverOpen)) {
		t.Error("another trouble is found")
	}
	if fault.CodeOf(nil) != "" || fault.CodeOf(errors.New("x")) != fault.Internal {
		t.Error("codes of errors without one")
	}
}

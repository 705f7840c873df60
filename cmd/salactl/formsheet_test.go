package main

import (
	"testing"

	"sala/app/words"
	"sala/forms/xlsform"
)

// Whatever becomes of a workbook's cell is said in every language.
func TestWorkbooksHaveWords(t *testing.T) {
	catalogue, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range xlsform.Codes() {
		if !catalogue.Has("xlsform." + code) {
			t.Errorf("there are no words for xlsform.%s", code)
		}
	}
	if all := catalogue.Keys("xlsform."); len(all) != len(xlsform.Codes()) {
		t.Errorf("%d phrases for %d codes", len(all), len(xlsform.Codes()))
	}
}

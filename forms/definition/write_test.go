package definition_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sala/forms/definition"
)

func TestWrittenFormReadsBack(t *testing.T) {
	f, err := definition.Read("good.yaml", []byte(good), definition.Library{})
	if err != nil {
		t.Fatal(err)
	}
	f.Sections[0].Questions[0].Origin = map[string]string{"type": "select_one reasons", "relevant": "${a} = 'x: y'"}
	f.Sections[0].Questions[1].Hint = definition.Text{"th": "บรรทัดหนึ่ง\nบรรทัดสอง # ไม่ใช่หมายเหตุ", "en": "yes"}
	b, err := definition.Write(f)
	if err != nil {
		t.Fatal(err)
	}
	again, err := definition.Read("again.yaml", b, definition.Library{})
	if err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	if diff := cmp.Diff(f, again, cmpopts.IgnoreUnexported(definition.Form{}), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("changed on the way:\n%s\n%s", diff, b)
	}
}

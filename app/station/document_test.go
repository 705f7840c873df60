package station

import (
	"testing"

	"sala/devices/mrz"
	"sala/forms/calendar"
	"sala/forms/register"
)

// What a travel document says becomes what the use cases know of a card; a
// national number counts only where its check digit does.
func TestDocumentCard(t *testing.T) {
	d := mrz.Document{Issuer: "THA", Number: "AA1234567", Birth: mrz.Date{Year: 84, Month: 4, Day: 13}, Sex: "F", Expires: mrz.Date{Year: 31, Month: 4, Day: 12},
		Surname: "JAIDEE", Given: "SOMYING MALI", Optional: "1101700230708"}
	c := documentCard(d, "TH", 2026)
	if c.NationalNumber != "1101700230708" || c.Birth != (calendar.Date{Year: 1984, Month: 4, Day: 13}) || c.Sex != register.Female ||
		c.Names["en"].Full("en") != "Somying Mali Jaidee" || c.Expires.Year != 2031 {
		t.Errorf("%+v", c)
	}
	d.Optional = "1101700230709"
	if c := documentCard(d, "TH", 2026); c.NationalNumber != "" {
		t.Errorf("a number with a wrong check digit is taken: %s", c.NationalNumber)
	}
}

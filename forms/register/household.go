package register

import "sala/forms/calendar"

// Address is a place in the administrative divisions of its country. The
// division names are in the country's own language.
type Address struct {
	Country     string `json:"country"`               // ISO 3166-1 alpha-2
	House       string `json:"house,omitempty"`       // เลขที่; Korea: building number
	Village     string `json:"village,omitempty"`     // หมู่ที่ (Thailand)
	Alley       string `json:"alley,omitempty"`       // ตรอก
	Lane        string `json:"lane,omitempty"`        // ซอย
	Road        string `json:"road,omitempty"`        // ถนน; Korea: 도로명
	Subdistrict string `json:"subdistrict,omitempty"` // ตำบล/แขวง without the word; Korea: 읍/면/동
	District    string `json:"district,omitempty"`    // อำเภอ/เขต; Korea: 시/군/구
	Province    string `json:"province,omitempty"`    // จังหวัด; Korea: 시/도
	Postcode    string `json:"postcode,omitempty"`
	Division    string `json:"division,omitempty"` // the sub-district's official code
}

// InBangkok reports whether Thailand's words for the divisions are แขวง and เขต.
func (a Address) InBangkok() bool {
	return a.Country == "TH" && a.Province == "กรุงเทพมหานคร"
}

// Line returns the address on one line as an official document writes it.
func (a Address) Line() string {
	if a.Country == "KR" {
		return join(" ", a.Province, a.District, a.Subdistrict, a.Road, a.House)
	}
	word := func(w, s string) string {
		if s == "" {
			return ""
		}
		return w + s
	}
	if a.InBangkok() {
		return join(" ", a.House, word("หมู่ที่ ", a.Village), word("ตรอก", a.Alley), word("ซอย", a.Lane), word("ถนน", a.Road),
			word("แขวง", a.Subdistrict), word("เขต", a.District), a.Province, a.Postcode)
	}
	return join(" ", a.House, word("หมู่ที่ ", a.Village), word("ตรอก", a.Alley), word("ซอย", a.Lane), word("ถนน", a.Road),
		word("ตำบล", a.Subdistrict), word("อำเภอ", a.District), word("จังหวัด", a.Province), a.Postcode)
}

// Household is the typed view of a record of the household register.
type Household struct {
	ID         string        `json:"id"`
	Version    uint64        `json:"version"`
	Office     string        `json:"office"`
	HouseCode  string        `json:"code"` // 11 digits in Thailand (รหัสประจำบ้าน)
	Kind       string        `json:"kind,omitempty"`
	Address    Address       `json:"address"`
	Registered calendar.Date `json:"registered,omitzero"` // when the house number was given
}

// Record returns h as a record.
func (h Household) Record() Record {
	a := h.Address
	f := Fields{}
	f.set("code", h.HouseCode)
	f.set("kind", h.Kind)
	f.set("registered", h.Registered.String())
	f.set("country", a.Country)
	f.set("house", a.House)
	f.set("village", a.Village)
	f.set("alley", a.Alley)
	f.set("lane", a.Lane)
	f.set("road", a.Road)
	f.set("subdistrict", a.Subdistrict)
	f.set("district", a.District)
	f.set("province", a.Province)
	f.set("postcode", a.Postcode)
	f.set("division", a.Division)
	return Record{Register: Households, ID: h.ID, Version: h.Version, Office: h.Office, Fields: f}
}

// AsHousehold returns the typed view of a household's record.
func AsHousehold(rec Record) Household {
	f := rec.Fields
	registered, _ := calendar.Parse(f.Text("registered"))
	return Household{
		ID: rec.ID, Version: rec.Version, Office: rec.Office,
		HouseCode: f.Text("code"), Kind: f.Text("kind"), Registered: registered,
		Address: Address{
			Country: f.Text("country"), House: f.Text("house"), Village: f.Text("village"), Alley: f.Text("alley"), Lane: f.Text("lane"),
			Road: f.Text("road"), Subdistrict: f.Text("subdistrict"), District: f.Text("district"), Province: f.Text("province"),
			Postcode: f.Text("postcode"), Division: f.Text("division"),
		},
	}
}

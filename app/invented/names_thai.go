package invented

// word is a name or a part of one, in Thai and in Latin letters after the
// Royal Institute's system, as passports come close to it.
type word struct{ thai, latin string }

// Common given names, and parts that are joined to further ones.
var thaiMen = []word{
	{"สมชาย", "Somchai"}, {"สมศักดิ์", "Somsak"}, {"ประเสริฐ", "Prasoet"}, {"วิชัย", "Wichai"}, {"สุรชัย", "Surachai"}, {"อนันต์", "Anan"},
	{"มานพ", "Manop"}, {"บุญมี", "Bunmi"}, {"คำปัน", "Khampan"}, {"ธนากร", "Thanakon"}, {"ณัฐวุฒิ", "Natthawut"}, {"กิตติพงศ์", "Kittiphong"},
	{"ชัยวัฒน์", "Chaiwat"}, {"พีรพล", "Phiraphon"}, {"ภูมิ", "Phum"}, {"อินทร", "Inthon"}, {"จรัญ", "Charan"}, {"เกษม", "Kasem"}, {"ดนัย", "Danai"}, {"ก้องภพ", "Kongphop"},
}

var thaiWomen = []word{
	{"สมหญิง", "Somying"}, {"สุดา", "Suda"}, {"มาลี", "Mali"}, {"วันดี", "Wandi"}, {"ประไพ", "Praphai"}, {"จันทร์เพ็ญ", "Chanphen"},
	{"บัวคำ", "Buakham"}, {"คำแปง", "Khampaeng"}, {"นงลักษณ์", "Nonglak"}, {"อรุณี", "Aruni"}, {"กัญญา", "Kanya"}, {"ปวีณา", "Pawina"},
	{"ชนิดา", "Chanida"}, {"ญาณิศา", "Yanisa"}, {"ฐิติมา", "Thitima"}, {"น้ำฝน", "Namfon"}, {"เพ็ญศรี", "Phensi"}, {"แสงเดือน", "Saengduean"}, {"ดวงใจ", "Duangchai"}, {"ใบเฟิร์น", "Baifoen"},
}

var thaiFirstParts = []word{
	{"ณัฐ", "Nattha"}, {"ธน", "Thana"}, {"วร", "Wora"}, {"ศิริ", "Siri"}, {"กิตติ", "Kitti"}, {"อภิ", "Aphi"}, {"สุ", "Su"}, {"จิร", "Chira"},
	{"ชล", "Chon"}, {"นภ", "Nopha"}, {"พิม", "Phim"}, {"ภัทร", "Phatthara"}, {"รัต", "Rat"}, {"ปิย", "Piya"}, {"อร", "On"}, {"กมล", "Kamon"},
	{"พงษ์", "Phong"}, {"ธีร", "Thira"}, {"มน", "Mon"}, {"ชุติ", "Chuti"}, {"ฐิติ", "Thiti"}, {"เบญจ", "Bencha"}, {"อัญ", "An"}, {"วิ", "Wi"},
}

var thaiManParts = []word{
	{"ศักดิ์", "sak"}, {"ชัย", "chai"}, {"พล", "phon"}, {"เดช", "det"}, {"วัฒน์", "wat"}, {"พงศ์", "phong"}, {"นนท์", "non"}, {"ภพ", "phop"}, {"ธร", "thon"}, {"กร", "kon"}, {"สิทธิ์", "sit"}, {"ยุทธ", "yut"},
}

var thaiWomanParts = []word{
	{"พร", "phon"}, {"วรรณ", "wan"}, {"รัตน์", "rat"}, {"ภา", "pha"}, {"นันท์", "nan"}, {"ทิพย์", "thip"}, {"ลักษณ์", "lak"}, {"ยา", "ya"}, {"ดา", "da"}, {"นุช", "nut"}, {"ฤดี", "ruedi"}, {"กานต์", "kan"},
}

var thaiLastParts = []word{
	{"ศรี", "Si"}, {"ทอง", "Thong"}, {"บุญ", "Bun"}, {"สุข", "Suk"}, {"แก้ว", "Kaeo"}, {"วงศ์", "Wong"}, {"คำ", "Kham"}, {"จันทร์", "Chan"}, {"อินทร์", "In"}, {"เงิน", "Ngoen"},
	{"ปัญญา", "Panya"}, {"ใจ", "Chai"}, {"เพชร", "Phet"}, {"สิงห์", "Sing"}, {"มณี", "Mani"}, {"ไชย", "Chai"}, {"พรหม", "Phrom"}, {"ธรรม", "Tham"}, {"สว่าง", "Sawang"}, {"กันทะ", "Kantha"},
	{"ยอด", "Yot"}, {"หล้า", "La"}, {"นันทะ", "Nantha"}, {"ปินตา", "Pinta"}, {"เมือง", "Mueang"}, {"ชุ่ม", "Chum"}, {"วัง", "Wang"}, {"พูล", "Phun"}, {"รุ่ง", "Rung"}, {"เรือน", "Ruean"},
}

var thaiLastEnds = []word{
	{"ดี", "di"}, {"เจริญ", "charoen"}, {"สวัสดิ์", "sawat"}, {"มงคล", "mongkhon"}, {"สมบูรณ์", "sombun"}, {"ประเสริฐ", "prasoet"}, {"วงค์", "wong"}, {"แก้ว", "kaeo"}, {"ใส", "sai"}, {"คำ", "kham"},
	{"เรือง", "rueang"}, {"ยืน", "yuen"}, {"งาม", "ngam"}, {"พันธ์", "phan"}, {"กุล", "kun"}, {"ทรัพย์", "sap"}, {"สุวรรณ", "suwan"}, {"มา", "ma"}, {"ฟ้า", "fa"}, {"ผล", "phon"},
	{"รัตน์", "rat"}, {"ชัย", "chai"}, {"สิทธิ์", "sit"}, {"เพียร", "phian"}, {"ธนะ", "thana"}, {"วิจิตร", "wichit"}, {"บุตร", "but"}, {"โชติ", "chot"}, {"ปัน", "pan"}, {"ตา", "ta"},
}

var thaiRoads = []string{"เชียงใหม่-พร้าว", "สันทราย-แม่โจ้", "วงแหวนรอบสาม", "เลียบคลองชลประทาน"}
var thaiLanes = []string{"สุขใจ", "ร่วมพัฒนา", "วัดใหม่", "สันติสุข", "ประชาร่วมใจ", "ต้นยาง"}

var thaiNeighbours = []struct{ code, name string }{
	{"MM", "เมียนมา"}, {"LA", "ลาว"}, {"CN", "จีน"},
}

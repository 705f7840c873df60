package sim

import (
	"fmt"
	"math"
	"time"
)

// Position is what a satellite receiver says of where it is: a GGA and an RMC
// sentence (NMEA 0183), nine satellites, a dilution of 0.9.
func Position(at time.Time, lat, lon float64) []byte {
	at = at.UTC()
	clock := at.Format("150405.00")
	where := angle(lat, 2, "N", "S") + "," + angle(lon, 3, "E", "W")
	gga := fmt.Sprintf("GPGGA,%s,%s,1,09,0.9,310.0,M,,M,,", clock, where)
	rmc := fmt.Sprintf("GPRMC,%s,A,%s,0.0,0.0,%s,,,A", clock, where, at.Format("020106"))
	return []byte(sentence(gga) + sentence(rmc))
}

// angle writes degrees as NMEA does: ddmm.mmmm and a letter.
func angle(v float64, digits int, plus, minus string) string {
	letter := plus
	if v < 0 {
		letter, v = minus, -v
	}
	whole := math.Floor(v)
	minutes := (v - whole) * 60
	if minutes >= 59.99995 { // it would be written as 60
		whole, minutes = whole+1, 0
	}
	return fmt.Sprintf("%0*.0f%07.4f,%s", digits, whole, minutes, letter)
}

func sentence(body string) string {
	sum := byte(0)
	for i := range len(body) {
		sum ^= body[i]
	}
	return fmt.Sprintf("$%s*%02X\r\n", body, sum)
}

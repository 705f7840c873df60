// Package identity knows the numbers and names by which the two countries tell
// their people apart: the Thai 13-digit number, the Korean resident and alien
// registration numbers, the Thai house code, and how each is written, checked
// and masked.
//
// A check never refuses what an office may lawfully be shown: a finding is an
// error where no such number can exist, a warning where it is unusual.
package identity

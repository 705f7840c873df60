package wire

import _ "embed"

// dictionary primes the compression with the words of invented petitions, so
// that a push of one entry is small too. It is part of the protocol: a new
// dictionary gets a new number, and the old one stays for reading.
// TestDictionary -update trains it.
//
//go:embed petitions.zdict
var dictionary []byte

// Package keys guards the key of a station's database: a random 256-bit master
// key that is written down nowhere, only wrapped, once for each who may open
// the station.
//
// # The file
//
// station.keys is JSON, readable by anyone and useless without a secret. It has
// a slot for each officer (opened by a password), one for the office's recovery
// key (opened by the agency, whose half never comes to the station) and on
// kiosks one for the machine. Every slot has an X25519 recipient of its own
// (filippo.io/age) to which the master key is wrapped; an officer's slot also
// holds the identity to it, sealed with AES-256-GCM under a key that Argon2id
// (RFC 9106) makes of the password, with the parameters written beside it. So
// a new master key can be wrapped for everybody without anybody's password,
// and a password can change without anything else changing.
//
// What the database needs are subkeys: HKDF-SHA-256 of the master key, by
// purpose.
package keys

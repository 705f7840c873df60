// Package soak tries to make a store lose something: it kills a station in the
// middle of its work, cuts the power of a disk that reorders its writes, fills
// it, makes it fail, flips bits and turns the clock, and looks after each
// whether what was confirmed to a person is there, nothing is there twice, the
// chain is whole and the tables follow from it.
//
// `salactl soak store` runs the long form, a test the short one.
package soak

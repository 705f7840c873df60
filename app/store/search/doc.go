// Package search says what of a record can be found and how a query finds it:
// any part of a name in Thai, Korean or Latin letters, the first consonants of
// Korean syllables, any part of a number or an address.
//
// A record becomes a text of words between spaces. Korean syllables are written
// as their letters (compatibility jamo), so that a name of two syllables is six
// letters and three of them, a trigram, are inside one syllable or across two;
// beside each Korean name stand the first consonants of its syllables. The text
// goes into a trigram index. A query goes the same way; it is cut into words,
// each word into windows of three letters, and a text matches when it holds
// every window: the index answers that, and Matches then checks the words
// themselves.
//
// It is pure: it knows no database.
package search

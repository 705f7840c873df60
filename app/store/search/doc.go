// Package search says what of a record can be found and how a query finds it:
// any part of a name in Thai, Korean or Latin letters, the first consonants of
// Korean syllables, any part of a number or an address.
//
// A record becomes a text of words between spaces. Korean syllables are written
// as their letters (compatibility jamo), so that any part of a syllable is a
// part of the word; beside each Korean name stand the first consonants of its
// syllables. A query becomes words in the same way.
//
// The words of all texts are the vocabulary, which is small: many people share a
// name. What is typed is looked up there, as a whole word, as the beginning of
// words, as a part of them (by every two and three letters), or by its sound;
// and the words that are found lead to the records. Long numbers, which are all
// different, are not in the vocabulary: a record is found by every three digits
// of them, and the number itself then confirmed.
//
// It is pure: it knows no database.
package search

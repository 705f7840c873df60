// Package ccid drives smart-card readers that speak CCID over a serial line in
// the framing of the Gemalto GemPC Twin, and the cards in them at TPDU level:
// T=0 and T=1.
//
// It promises that every call ends: with an answer, with a trouble that has a
// code, or with its context. A card that stays mute costs three seconds. Pulling
// a card in the middle of an exchange is reported as ErrCardPulled, and the
// reader can be used again at once.
//
// Sources: USB CCID specification 1.1; the public driver LudovicRousseau/CCID,
// whose behaviour against a reader was recorded (testdata); ISO 7816-3.
package ccid

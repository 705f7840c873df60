package desk

// settled reports whether nothing is lost when the next person takes the place
// of the one at the desk: nothing was begun for her yet.
func (s Stage) settled() bool {
	return s == AtCard || s == AtPurpose || s == AtPerson || s == AtLooks || s == ""
}

// cardInserted reads the card of who comes next. While a form, a fee or a paper
// is under way the card waits in the reader, and is read as soon as the desk is
// free: nobody presses a key for it.
func (d *Desk) cardInserted() {
	if d.cardIn || d.view.Serve.Reading != "" {
		return // it is told of late: somebody pressed the key for it
	}
	d.cardIn, d.cardWaits = true, true
	switch at := d.view.Screen; {
	case d.session == nil:
	case at == Today, at == Serve && d.view.Serve.Stage.settled():
		if d.view.Serve.Stage != AtCard {
			d.NextVisitor() // what was under way was saved as it was typed
		}
		d.readWaiting()
	}
}

// readWaiting reads the card that waits in the reader; it reports whether one
// does.
func (d *Desk) readWaiting() bool {
	if !d.cardWaits || d.session == nil || !d.view.May.Serve {
		return false
	}
	d.Go(Serve)
	d.ReadCard()
	return true
}

// free clears the desk and reads the card that waits, or goes to a place, "" for
// staying where one is.
func (d *Desk) free(to Screen) {
	d.NextVisitor()
	if !d.readWaiting() && to != "" {
		d.Go(to)
	}
}

// Next serves the next person: what is under way stays under way, and how to
// leave it is said. At the card it reads again what is in the reader.
func (d *Desk) Next() {
	v := d.view
	switch {
	case d.session == nil || !v.May.Serve:
	case v.Screen != Serve:
		d.Go(Serve)
	case v.Serve.Stage == AtCard:
		d.ReadCard()
	case v.Serve.Stage == AtDone:
		d.Deliver()
	default: // never lose a visit by a slip of the finger
		d.say("desk.said.under_way", nil)
	}
}

// LeaveVisit leaves a petition where it is, as when somebody has to fetch the
// fee: it stays among the officer's open ones.
func (d *Desk) LeaveVisit() {
	p := d.view.Serve.Petition
	if d.view.Serve.Event != "" {
		d.backToEvent()
		return
	}
	d.free(Today)
	d.say("desk.said.left", map[string]any{"number": p.Number})
}

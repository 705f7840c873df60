package formview

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/definition"
)

// attachment is a photo, a file or a signature: what is attached, and how to
// attach another.
type attachment struct {
	view  *View
	path  string
	kind  definition.Kind
	place *fyne.Container
	open  bool             // the picker or the pad is shown
	draw  bool             // the photo is shown large, to be drawn on
	asked bool             // somebody opened it: what comes into it is brought into sight
	took  bool             // something was chosen: the keyboard comes back here
	shown string           // what place shows
	keys  []fyne.Focusable // what takes the keyboard in place, at the number of its part
	keep  func() bool      // keeps what is drawn on the pad or the photo; nil while neither is open
}

// KeepDrawn keeps what somebody has signed or drawn and not kept yet, as its
// button does, and reports whether there was anything: a form is not to be handed
// in without it.
func (v *View) KeepDrawn() bool {
	kept := false
	for _, in := range v.inputs {
		if in.drawn != nil && in.drawn.keep != nil && in.drawn.keep() {
			kept = true
		}
	}
	return kept
}

func (v *View) attachment(q Question, in *input) fyne.CanvasObject {
	a := &attachment{view: v, path: q.Path, kind: q.Kind, place: container.NewStack(), shown: "?"}
	in.drawn = a
	if a.drawn() != "" { // before the program ended
		a.open, a.draw = a.kind == definition.Signature, a.kind == definition.Photo
	}
	in.first = a.show(q, in)
	in.put = func(q Question) { in.first = a.show(q, in) }
	return a.place
}

// can reports whether this form's owner can take what the question wants.
func (a *attachment) can() bool {
	if a.kind == definition.Signature {
		return a.view.tell.Sign != nil
	}
	return a.view.tell.Attach != nil && a.view.tell.Browse != nil
}

// show shows the question as it is answered; it returns what takes the keyboard.
func (a *attachment) show(q Question, in *input) fyne.Focusable {
	hash, _ := q.Value.(string)
	state := hash
	if a.open {
		state += "+"
	}
	if a.draw {
		state += "*"
	}
	if state == a.shown {
		return in.first
	}
	at := a.part()
	a.shown, a.keep, a.keys = state, nil, make([]fyne.Focusable, parts)
	k := a.view.kit
	again := func() { a.open = !a.open; a.toggled(in, partFirst) }
	label := k.Say("kit.attach." + string(a.kind))
	if hash != "" {
		label = k.Say("kit.attach.again")
	}
	b := k.Button(label, again)
	b.Icon = map[definition.Kind]func() fyne.Resource{
		definition.Photo: fynetheme.MediaPhotoIcon, definition.File: fynetheme.MailAttachmentIcon, definition.Signature: fynetheme.DocumentCreateIcon}[a.kind]()
	row := []fyne.CanvasObject{b}
	if hash != "" {
		remove := k.Button(k.Say("kit.attach.remove"), func() { a.view.answer(a.path, nil) }).As(kit.Quiet)
		a.keys[partRemove], row = remove, append(row, remove)
		if a.kind == definition.Photo && a.view.tell.Sketch != nil && a.view.tell.Picture != nil {
			draw := k.Button(k.Say("kit.sketch"), func() { a.draw = !a.draw; a.toggled(in, partDraw) }).As(kit.Quiet).Marked(a.draw)
			a.keys[partDraw], row = draw, append(row, draw)
		}
	}
	things := []fyne.CanvasObject{kit.Row(1, append(row, kit.Space())...)}
	if hash != "" {
		top := a.preview(hash)
		if a.draw {
			top = a.sketch(hash)
		}
		things = append([]fyne.CanvasObject{top}, things...)
	}
	var first fyne.Focusable = b
	switch {
	case !a.can():
		b.Disable()
		things = append(things, k.Small(k.Say("kit.attach.none")))
	case a.open && a.kind == definition.Signature:
		things = append(things, a.pad())
	case a.open:
		p := k.Picker(a.browse, func(file string) { a.take(); a.view.tell.Attach(a.path, file) })
		things, first = append(things, p), p.Ahead.Entry
	}
	a.keys[partFirst] = first
	a.place.Objects = []fyne.CanvasObject{kit.Column(1, things...)}
	a.place.Refresh()
	kept := a.took
	if a.took || a.open && a.kind != definition.Signature {
		a.took, at = false, partFirst
	}
	a.focus(at)
	if kept && a.view.tell.Opened != nil { // all of it: the picture is looked at, not its button
		a.view.tell.Opened(a.place)
	}
	return first
}

// The parts of an attachment that take the keyboard.
const (
	partFirst = iota // what attaches: the button, or the picker's entry
	partRemove
	partDraw
	parts
)

// part returns the part that has the keyboard, -1 when none has.
func (a *attachment) part() int {
	c := canvasOf(a.place)
	if c == nil || c.Focused() == nil {
		return -1
	}
	return slices.Index(a.keys, c.Focused())
}

// focus gives a part the keyboard that is there anew, or the first in its stead.
func (a *attachment) focus(part int) {
	c := canvasOf(a.place)
	if c == nil || part < 0 {
		return
	}
	if a.keys[part] == nil {
		part = partFirst
	}
	c.Focus(a.keys[part])
}

// toggled shows what was opened or closed by hand. The part that did it has the
// keyboard then: a tap took it from a question that may be far away.
func (a *attachment) toggled(in *input, part int) {
	a.asked = a.open || a.draw
	in.first = a.show(a.view.latest(a.path), in)
	a.focus(part)
	a.grown()
}

// grown tells that there is more to be seen at a question that somebody opened.
func (a *attachment) grown() {
	if a.asked && a.view.tell.Opened != nil {
		a.view.tell.Opened(a.place)
	}
}

// browse reads a folder for the picker, whose list is as long as the folder.
func (a *attachment) browse(folder string, shown func(kit.Listing)) {
	a.view.tell.Browse(folder, func(l kit.Listing) { shown(l); a.grown() })
}

// drawn are the strokes that are not the answer yet.
func (a *attachment) drawn() string {
	if a.view.tell.Drawn == nil || a.kind != definition.Signature && a.kind != definition.Photo {
		return ""
	}
	return a.view.tell.Drawn(a.path)
}

// outlive makes what is drawn on a pad outlive a crash.
func (a *attachment) outlive(pad kit.Input) {
	if a.view.tell.Draw != nil {
		pad.Restore(a.drawn())
		pad.Keep(func(held string) { a.view.tell.Draw(a.path, held) })
	}
}

func (a *attachment) take() {
	if a.keep = nil; a.drawn() != "" {
		a.view.tell.Draw(a.path, "")
	}
	a.open, a.draw, a.took, a.asked = false, false, true, false
	a.view.touched[a.path] = true
}

// preview is the picture that is attached, as soon as it is there.
func (a *attachment) preview(hash string) fyne.CanvasObject {
	k := a.view.kit
	says := k.Text(k.Say("kit.attached")).Ink(theme.Good)
	if a.kind == definition.File || a.view.tell.Picture == nil {
		return kit.Row(1, kit.Sign(fynetheme.ConfirmIcon(), theme.Good, 22), kit.Stretch(kit.Middling(says)))
	}
	place := container.NewStack(kit.Least(180, 120, kit.Space()))
	a.view.tell.Picture(hash, func(picture []byte) {
		if len(picture) == 0 {
			says.SetWords(k.Say("kit.attach.coming"))
			return
		}
		place.Objects = []fyne.CanvasObject{kit.Photo(picture, 180, 120)}
		place.Refresh()
	})
	return kit.Row(2, place, kit.Stretch(kit.Middling(says)))
}

// sketch shows the photo large and lets a person draw on it.
func (a *attachment) sketch(hash string) fyne.CanvasObject {
	k := a.view.kit
	place := container.NewStack(k.Hint(k.Say("kit.attach.coming")))
	a.view.tell.Picture(hash, func(picture []byte) {
		pad := k.SketchPad(picture)
		if pad == nil {
			return
		}
		a.keep = func() bool {
			drawn := pad.Picture()
			if drawn == nil {
				return false
			}
			a.take()
			a.view.tell.Sketch(a.path, drawn)
			return true
		}
		a.outlive(pad)
		kept := a.keep
		keep := k.Button(k.Say("kit.sketch.keep"), func() { kept() })
		clear := k.Button(k.Say("kit.signature.clear"), pad.Clear).As(kit.Quiet)
		undo := k.Button(k.Say("kit.signature.undo"), pad.Undo).As(kit.Quiet)
		// beside the pad, where they are seen with all of it
		place.Objects = []fyne.CanvasObject{kit.Row(2, pad, kit.Column(1, keep, undo, clear, kit.Space()), kit.Space())}
		place.Refresh()
		a.grown()
	})
	return place
}

// pad takes a signature.
func (a *attachment) pad() fyne.CanvasObject {
	k := a.view.kit
	var picture []byte
	kept := func() bool {
		if picture == nil {
			return false
		}
		a.take()
		a.view.tell.Sign(a.path, picture)
		return true
	}
	a.keep = kept
	keep := k.Button(k.Say("kit.signature.keep"), func() { kept() })
	keep.Disable()
	pad := k.SignaturePad(func(p []byte) {
		if picture = p; p == nil {
			keep.Disable()
		} else {
			keep.Enable()
		}
	})
	a.outlive(pad)
	return kit.Column(1, kit.Row(0, pad, kit.Space()), kit.Row(0, keep, kit.Space()))
}

// latest is the question at path as it was last shown.
func (v *View) latest(path string) Question {
	if in, ok := v.inputs[path]; ok {
		return in.last
	}
	q, _ := v.page.Question(path)
	return q
}

package formview

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"sala/app/ui/kit"
)

// Changes is what a view tells of: it belongs to whoever saves.
type Changes struct {
	Answer    func(path string, value any)
	AddRow    func(path string) // of the group
	RemoveRow func(path string) // the row: "members[2]"
	// Attach makes a file that was chosen the answer to a question, Sign a
	// signature; nil where that cannot be.
	Attach func(path, file string)
	Sign   func(path string, picture []byte)
	// Sketch makes a photo with a drawing on it the answer; nil where nobody
	// draws.
	Sketch func(path string, picture []byte)
	// Drawn returns the strokes at a question that are not its answer yet, "" for
	// none, and Draw keeps them, so that they outlive a crash; nil where nobody does.
	Drawn func(path string) string
	Draw  func(path, strokes string)
	// Opened is told of a place in the column where somebody has just opened or
	// kept something, and again when more comes into it: it may lie beyond the edge.
	// nil where nobody scrolls.
	Opened func(place fyne.CanvasObject)
	// Browse reads a folder for the picker, "" where to begin.
	Browse func(folder string, shown func(kit.Listing))
	// Picture brings what is attached, for a preview; nothing when it is not here.
	Picture func(hash string, shown func(picture []byte))
}

// View is the column of controls over a Page.
type View struct {
	Column *fyne.Container

	kit     *kit.Kit
	tell    Changes
	page    Page
	inputs  map[string]*input
	touched map[string]bool
	checked bool
	only    string // the only question shown, "" all
	order   string
	counted counted
}

// input is one question's control.
type input struct {
	field   *kit.Field
	object  fyne.CanvasObject
	first   fyne.Focusable // nil where nothing can be typed
	put     func(Question)
	write   func(text string) // of an entry that a scanner may fill, else nil
	last    Question
	drawn   *attachment // of a photo, a file or a signature
	number  *kit.NationalEntry
	address *kit.AddressEntry
	typing  bool // the number is on its way
}

// New returns the view of a page. With only the path of a question it shows
// that one alone, as a kiosk does.
func New(k *kit.Kit, page Page, only string, tell Changes) *View {
	v := &View{Column: kit.Column(2.5), kit: k, tell: tell, inputs: map[string]*input{}, touched: map[string]bool{}, only: only}
	v.Update(page)
	return v
}

// Update shows a page after an answer changed it. What a person is typing right
// now stays as it is, and so does what is newer than the page.
func (v *View) Update(page Page) {
	v.page = page
	var order []string
	controls := make([][]fyne.CanvasObject, len(page.Sections))
	for i, s := range page.Sections {
		controls[i] = v.section(s, &order)
	}
	if key := strings.Join(order, " ") + v.kit.Language; key != v.order {
		v.order = key
		v.arrange(controls)
	}
	v.countAgain()
}

// arrange puts the questions below one another.
func (v *View) arrange(controls [][]fyne.CanvasObject) {
	v.Column.Objects = nil
	for i, s := range v.page.Sections {
		rows := controls[i]
		if v.only == "" && len(rows) > 0 {
			heading := kit.Column(0.5, v.kit.Sub(s.Title.In(v.kit.Language)), kit.Rule())
			rows = append([]fyne.CanvasObject{heading}, rows...)
		}
		if len(rows) > 0 {
			v.Column.Add(kit.Column(2, rows...))
		}
	}
	v.Column.Refresh()
}

// section returns the controls of a section's questions, brought up to date.
func (v *View) section(s Section, order *[]string) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	if v.only == "" {
		*order = append(*order, "#"+s.ID)
	}
	for _, q := range s.Questions {
		if v.only != "" && q.Path != v.only {
			continue
		}
		rows = append(rows, v.question(q, order).object)
	}
	return rows
}

func (v *View) question(q Question, order *[]string) *input {
	*order = append(*order, q.Path)
	in, ok := v.inputs[q.Path]
	made := !ok || in.last.Kind != q.Kind || tooMany(in.last) != tooMany(q)
	if made {
		in = v.control(q)
		v.inputs[q.Path] = in
	}
	for _, r := range q.Rows {
		for _, inner := range r.Questions {
			*order = append(*order, inner.Path)
		}
	}
	if !made && v.page.older != nil && v.page.older(q.Path) {
		return in // what stands there is newer, and the page with it is on its way
	}
	in.last = q
	if in.put != nil {
		in.put(q)
	}
	if in.field != nil {
		in.field.Require(q.Required)
		v.say(in, q)
	}
	return in
}

// say shows what is wrong with a question, once a person was there or asked.
func (v *View) say(in *input, q Question) {
	words, warning := "", false
	if (v.checked || v.touched[q.Path]) && len(q.Problems) > 0 && !in.unfinished(q.Problems[0]) {
		p := q.Problems[0]
		words, warning = Says(v.kit, p), p.Warning
	}
	in.field.Problem(words, warning)
	if in.number != nil {
		in.number.Told(words != "")
	}
}

// answer is called by a control.
func (v *View) answer(path string, value any) {
	v.touched[path] = true
	v.tell.Answer(path, value)
}

// Check shows every problem from now on and gives the keyboard to the first.
// It reports how many stand in the way.
func (v *View) Check() int {
	v.checked = true
	v.Update(v.page)
	wrong := v.page.Wrong()
	if len(wrong) > 0 {
		v.Focus(wrong[0].Question)
	}
	return len(wrong)
}

// Focus gives the keyboard to the question at path.
func (v *View) Focus(path string) {
	in, ok := v.inputs[path]
	if !ok || in.first == nil {
		return
	}
	if c := canvasOf(v.Column); c != nil {
		c.Focus(in.first)
	}
}

// Place returns where the question at path stands in the column, for scrolling.
func (v *View) Place(path string) (fyne.CanvasObject, bool) {
	in, ok := v.inputs[path]
	if !ok {
		return nil, false
	}
	return in.object, true
}

// Start returns what takes the keyboard when the form is opened: the question at
// path, or where there is none of that path the first that a check found wrong,
// the first without an answer, or the first; nil when nothing does. A page that
// was never drawn knows no canvas, so that whoever has it gives the keyboard.
func (v *View) Start(path string) fyne.Focusable {
	if v.takes(path) {
		return v.inputs[path].first
	}
	if wrong := v.page.Wrong(); v.checked && len(wrong) > 0 && v.takes(wrong[0].Question) {
		return v.inputs[wrong[0].Question].first
	}
	all := v.page.All()
	open := slices.IndexFunc(all, func(q Question) bool { return !q.Answered() && !q.ReadOnly && v.takes(q.Path) })
	if open < 0 {
		open = slices.IndexFunc(all, func(q Question) bool { return v.takes(q.Path) })
	}
	if open < 0 {
		return nil
	}
	return v.inputs[all[open].Path].first
}

// FocusFirst gives the keyboard to the first question without an answer, or to
// the first.
func (v *View) FocusFirst() {
	if first, c := v.Start(""), canvasOf(v.Column); first != nil && c != nil {
		c.Focus(first)
	}
}

func (v *View) takes(path string) bool {
	in, ok := v.inputs[path]
	return ok && in.first != nil
}

// Problem returns what is shown beside a question, for tests.
func (v *View) Problem(path string) string {
	if in, ok := v.inputs[path]; ok && in.field != nil {
		return in.field.Saying()
	}
	return ""
}

func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}

// Bare takes the labels off: the page says the question already.
func (v *View) Bare() {
	for _, in := range v.inputs {
		if in.field != nil {
			in.field.Bare()
		}
	}
}

// Screens returns on how many screens a question is asked where there is no room for
// all of it beside a keyboard: one, but for an address.
func (v *View) Screens(path string) int {
	if in := v.inputs[path]; in != nil && in.address != nil {
		return in.address.Screens()
	}
	return 1
}

// Screen shows one of the Screens of an address alone, with no more than most
// divisions at once while one is looked for, which looked is told of, and returns what
// is asked there.
func (v *View) Screen(path string, i, most int, looked func()) (says string) {
	in := v.inputs[path]
	says = in.address.Screen(i, most, looked)
	in.first = in.address.First()
	return says
}

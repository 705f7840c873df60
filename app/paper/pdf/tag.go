package pdf

import (
	"fmt"
	"strconv"
	"strings"
)

// Kinds of structure elements (ISO 32000-1, section 14.8.4).
const (
	Heading   = "H1"
	Section   = "H2"
	Paragraph = "P"
)

// element is a piece of the document's structure, by which it is read aloud and
// reflowed: a heading, a paragraph, a row. All that is drawn and is no text is
// an artifact, which readers pass over.
type element struct {
	kind  string
	page  int   // from 0
	marks []int // the marked contents of its page that belong to it
}

// tags is the structure of a drawing, as far as it is drawn.
type tags struct {
	elements []element
	page     int // from 0; -1 before the first
	next     int // of the page's marked contents
	current  int // the element that text goes into; -1 for none
	open     bool
}

// Tag begins a new element: the text that follows on the page belongs to it.
func (d *Drawing) Tag(kind string) {
	d.endMark()
	d.tags.elements = append(d.tags.elements, element{kind: kind, page: d.tags.page})
	d.tags.current = len(d.tags.elements) - 1
}

// mark opens marked content for text.
func (d *Drawing) mark() {
	if d.tags.open {
		return
	}
	if d.tags.current < 0 {
		d.Tag(Paragraph)
	}
	e := &d.tags.elements[d.tags.current]
	d.out.RawWriteStr("/" + e.kind + " <</MCID " + strconv.Itoa(d.tags.next) + ">> BDC")
	e.marks = append(e.marks, d.tags.next)
	d.tags.next++
	d.tags.open = true
}

func (d *Drawing) endMark() {
	if d.tags.open {
		d.out.RawWriteStr("EMC")
		d.tags.open = false
	}
}

// artifact draws what is no text.
func (d *Drawing) artifact(draw func()) {
	d.endMark()
	d.out.RawWriteStr("/Artifact BMC")
	draw()
	d.out.RawWriteStr("EMC")
}

// addStructure adds the tree of elements and returns the catalog's entries.
func (f *file) addStructure(elements []element) (string, error) {
	pages := f.pages()
	first := len(f.objects)
	document, root := first+len(elements), first+len(elements)+1
	parents := make([][]string, len(pages))
	var kids strings.Builder
	for i, e := range elements {
		if e.page < 0 || e.page >= len(pages) {
			return "", fmt.Errorf("finish: an element on page %d of %d: has gofpdf changed?", e.page+1, len(pages))
		}
		marks := make([]string, len(e.marks))
		for j, m := range e.marks {
			marks[j] = strconv.Itoa(m)
			// Marks are given in the order of the page, so they fill up without gaps.
			parents[e.page] = append(parents[e.page], fmt.Sprintf("%d 0 R", first+i))
		}
		f.add(fmt.Appendf(nil, "<</Type /StructElem /S /%s /P %d 0 R /Pg %d 0 R /K [%s]>>", e.kind, document, pages[e.page], strings.Join(marks, " ")))
		fmt.Fprintf(&kids, "%d 0 R ", first+i)
	}
	f.add(fmt.Appendf(nil, "<</Type /StructElem /S /Document /P %d 0 R /K [%s]>>", root, strings.TrimSpace(kids.String())))
	var nums strings.Builder
	for i, n := range pages {
		fmt.Fprintf(&nums, "%d [%s] ", i, strings.Join(parents[i], " "))
		if err := f.replace(n, "/Parent 1 0 R", fmt.Sprintf("/Parent 1 0 R\n/StructParents %d", i)); err != nil {
			return "", err
		}
	}
	f.add(fmt.Appendf(nil, "<</Type /StructTreeRoot /K %d 0 R /ParentTree <</Nums [%s]>> /ParentTreeNextKey %d>>", document, strings.TrimSpace(nums.String()), len(pages)))
	return fmt.Sprintf("/MarkInfo <</Marked true>>\n/StructTreeRoot %d 0 R\n", root), nil
}

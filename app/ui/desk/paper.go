package desk

import "sala/app/office"

// Paper is what is printed while somebody is served.
type Paper string

// The papers.
const (
	ReceiptPaper     Paper = "receipt"
	CertificatePaper Paper = "certificate"
)

// refusal is why a paper was not printed.
type refusal struct {
	code string
	seen bool // the printer's lamp has shown the trouble since
}

// refused notes that a printer did not print: the paper is offered again by
// itself when the printer is well.
func (d *Desk) refused(p Paper, err error) {
	if d.serving.refused == nil {
		d.serving.refused = map[Paper]refusal{}
	}
	d.serving.refused[p] = refusal{code: office.CodeOf(err)}
	d.offerAgain()
}

// settledPaper forgets a refusal: the paper came out.
func (d *Desk) settledPaper(p Paper) {
	delete(d.serving.refused, p)
	if d.view.Serve.Again == p {
		d.view.Serve.Again = ""
	}
}

// offerAgain offers what a printer refused once its lamp says that it is well
// again. The trouble has gone by itself then, and its words with it.
func (d *Desk) offerAgain() {
	if d.serving == nil {
		return
	}
	lamps := d.view.Status.Lamps
	for p, lamp := range map[Paper]office.Lamp{ReceiptPaper: lamps.Receipt, CertificatePaper: lamps.Pages} {
		r, ok := d.serving.refused[p]
		if !ok {
			continue
		}
		well := lamp.Light == office.LightGood || lamp.Light == office.LightWarn
		if !well {
			r.seen = true
			d.serving.refused[p] = r
		}
		switch at := d.view.Serve.Again; {
		case !well && at == p:
			d.view.Serve.Again = ""
		case well && r.seen && at == "":
			d.view.Serve.Again = p
			if t := d.view.Trouble; t != nil && t.Code == r.code {
				d.view.Trouble = nil
			}
		}
	}
}

// PrintAgain prints what the printer had refused.
func (d *Desk) PrintAgain() {
	switch d.view.Serve.Again {
	case ReceiptPaper:
		d.PrintReceiptAgain()
	case CertificatePaper:
		d.Print()
	}
}

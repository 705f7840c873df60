package office

import (
	"context"
	"strings"

	"sala/forms/certificate"
)

// ReadOut returns what will stand on the certificate of a petition, for whoever
// has it read before it is printed. It has no number yet, and none is used.
func (s *Session) ReadOut(ctx context.Context, id string) ([]string, error) {
	var doc certificate.Document
	err := s.office.Store.Read(ctx, func(r Reader) error {
		p, err := r.Petition(id)
		if err == nil {
			doc, err = s.document(r, p, "-")
		}
		return err
	})
	if err != nil {
		return nil, s.office.explain("read a certificate out", err)
	}
	return append(sentencesOf(doc), s.office.closing(doc)...), nil
}

// sentencesOf is what a document says, in the order in which it is read.
func sentencesOf(doc certificate.Document) []string {
	var out []string
	add := func(parts ...string) { out = joined(out, parts...) }
	add(doc.Title)
	add(doc.Subtitle)
	add(doc.FormCode)
	for _, b := range doc.Blocks {
		add(b.Head)
		add(b.Text)
		for _, r := range b.Rows {
			if r.Value != "" {
				add(r.Label + ": " + r.Value)
			}
		}
		if b.Table != nil {
			for _, row := range b.Table.Rows {
				add(row...)
			}
		}
	}
	add(doc.Certifies)
	return out
}

// closing is what stands below it, in the words of the paper: when and by whom it was
// given, how long it holds, what it cost, how old the register is, by which standing
// order when no officer approved it, and that it is provisional.
func (o *Office) closing(doc certificate.Document) []string {
	var out []string
	say := func(there bool, key string, args map[string]any) {
		if there {
			out = joined(out, o.Words.Text(doc.Language, key, args))
		}
	}
	say(doc.Mode != "", "paper.mode."+doc.Mode, nil)
	say(true, "paper.issued", map[string]any{"date": doc.Issued.Long(doc.Language)})
	out = joined(out, inLanguage(doc.Issuer.Names, doc.Language))
	out = joined(out, doc.Officer.Name, doc.Officer.Title)
	say(!doc.Expires.IsZero(), "paper.expires", map[string]any{"date": doc.Expires.Long(doc.Language)})
	out = joined(out, doc.Fee)
	say(doc.AsOf != "", "paper.as_of", map[string]any{"at": doc.AsOf})
	say(doc.Order() != "", "paper.order", map[string]any{"order": doc.Order()})
	say(doc.Provisional, "paper.provisional", nil)
	return out
}

// joined appends the parts that say something, as one line.
func joined(list []string, parts ...string) []string {
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	if len(said) == 0 {
		return list
	}
	return append(list, strings.Join(said, ", "))
}

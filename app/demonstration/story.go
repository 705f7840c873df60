package demonstration

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sala/app/office"
	"sala/app/station"
	"sala/forms/answer"
	"sala/forms/petition"
	"sala/sync/client"
)

// Story is what a demonstration did, as --json prints it.
type Story struct {
	Petition string `json:"petition"`
	Resident struct {
		CID     string `json:"cid"`
		NameTH  string `json:"name_th"`
		NameEN  string `json:"name_en"`
		Address string `json:"address"`
	} `json:"resident"`
	Card struct {
		Bytes   int     `json:"photo_bytes"`
		Seconds float64 `json:"seconds"`
	} `json:"card"`
	Refused     []answer.Problem `json:"refused"` // what was said to a missing and a bad answer
	SelfRefused string           `json:"self_approval"`
	Certificate struct {
		Number           string `json:"number"`
		PDF              string `json:"pdf"`
		StatusBeforeSync string `json:"status_before_sync"`
		Status           string `json:"status"`
	} `json:"certificate"`
	Seal struct {
		Text string `json:"text"`
	} `json:"seal"`
	Receipt struct {
		Number string `json:"number"`
		Bin    string `json:"bin"`
		PNG    string `json:"png"`
	} `json:"receipt"`
	Journal struct {
		Entries uint64 `json:"entries"`
		Head    string `json:"head"`
	} `json:"journal"`
	Sync struct {
		PendingBefore int    `json:"pending_before"`
		Pending       int    `json:"pending"`
		Acknowledged  uint64 `json:"acknowledged"`
		Offline       string `json:"offline"` // what the line said while it was cut
	} `json:"sync"`
	Central struct {
		URL       string   `json:"url"`
		Entries   int      `json:"entries"`
		Petitions []string `json:"petitions"` // of the household, as central shows them
	} `json:"central"`
	Station string  `json:"station"` // the station's folder
	Seconds float64 `json:"seconds"`
}

// Play goes the whole road once: card, form, decision, fee, certificate and
// receipt with the link cut, then everything to central.
func (s *Scene) Play(ctx context.Context) (*Story, error) {
	began := time.Now()
	st, err := station.Open(ctx, station.Options{Dir: s.Station})
	if err != nil {
		return nil, err
	}
	defer st.Close()
	p := &play{Scene: s, st: st, story: &Story{Station: s.Station}}
	for _, scene := range []struct {
		told string
		play func(context.Context) error
	}{
		{"demo.cut", p.cut},
		{"demo.identify", p.identify},
		{"demo.fill", p.fill},
		{"demo.decide", p.decide},
		{"demo.pay", p.pay},
		{"demo.issue", p.issue},
		{"demo.deliver", p.deliver},
		{"demo.ask", p.ask},
	} {
		s.tell(scene.told)
		if err := scene.play(ctx); err != nil {
			return p.story, fmt.Errorf("%s: %w", scene.told, err)
		}
	}
	p.story.Seconds = time.Since(began).Seconds()
	return p.story, nil
}

// play is one telling of the story.
type play struct {
	*Scene
	st               *station.Station
	story            *Story
	clerk, registrar *office.Session
	visitor          office.Visitor
	petition         petition.Petition
}

func (p *play) cut(ctx context.Context) (err error) {
	p.Link.Refuse()
	if _, err := p.st.Sync.SyncOnce(ctx); err == nil {
		return errors.New("central was reached though the link is cut")
	} else {
		p.story.Sync.Offline = client.ReasonOf(err)
		p.tell("demo.line_says", "reason", p.story.Sync.Offline)
	}
	if p.clerk, err = p.st.Office.SignIn(ctx, p.Clerk.ID, p.Clerk.Password); err != nil {
		return err
	}
	p.registrar, err = p.st.Office.SignIn(ctx, p.Registrar.ID, p.Registrar.Password)
	return err
}

func (p *play) identify(ctx context.Context) error {
	if err := p.Devices(ctx, "insert"); err != nil {
		return err
	}
	began := time.Now()
	card, err := p.clerk.ReadCard(ctx, nil)
	if err != nil {
		return err
	}
	p.story.Card.Bytes, p.story.Card.Seconds = len(card.Photo), time.Since(began).Seconds()
	if p.visitor, err = p.clerk.Identify(ctx, card); err != nil {
		return err
	}
	if !p.visitor.Known {
		return fmt.Errorf("the register does not know the card's holder %s", card.NationalNumber)
	}
	v := p.visitor
	p.story.Resident.CID, p.story.Resident.NameTH, p.story.Resident.NameEN = v.Resident.NationalNumber, v.Resident.Name("th"), v.Resident.Name("en")
	p.story.Resident.Address = v.Household.Address.Line()
	p.tell("demo.visitor", "name", v.Resident.Name("th"), "address", p.story.Resident.Address, "members", len(v.Members), "size", len(card.Photo))
	return nil
}

// fill shows that a missing answer and a bad number are refused, then answers
// rightly and submits.
func (p *play) fill(ctx context.Context) error {
	d, err := p.clerk.Begin(ctx, "th.house-register-copy", p.visitor)
	if err != nil {
		return err
	}
	p.story.Petition = d.Petition.ID
	if err := p.clerk.Answer(ctx, d, "applicant_number", "1101700230709"); err != nil {
		return err
	}
	_, err = p.clerk.Submit(ctx, d)
	var refused *office.Error
	if !errors.As(err, &refused) || refused.Code != "form_refused" {
		return fmt.Errorf("a form with a missing answer and a bad number was not refused: %w", err)
	}
	p.story.Refused = refused.Problems
	for _, problem := range refused.Problems {
		p.tell("demo.refused", "question", problem.Question, "problem", problem.Code)
	}
	for question, value := range map[string]any{"applicant_number": p.visitor.Resident.NationalNumber, "purpose": "school", "copies": 1} {
		if err := p.clerk.Answer(ctx, d, question, value); err != nil {
			return err
		}
	}
	if p.petition, err = p.clerk.Submit(ctx, d); err != nil {
		return err
	}
	p.tell("demo.submitted", "number", p.petition.Number)
	return nil
}

func (p *play) decide(ctx context.Context) (err error) {
	_, err = p.clerk.Approve(ctx, p.petition, "")
	p.story.SelfRefused = office.CodeOf(err)
	if p.story.SelfRefused != "same_officer" {
		return fmt.Errorf("an officer could approve what the same officer submitted: %w", err)
	}
	if p.petition, err = p.registrar.Approve(ctx, p.petition, ""); err != nil {
		return err
	}
	p.tell("demo.decided", "refusal", p.story.SelfRefused, "officer", p.Registrar.ID)
	return nil
}

func (p *play) pay(ctx context.Context) error {
	paid, err := p.clerk.TakeFee(ctx, p.petition.ID, office.Tender{Method: "cash", Tendered: 10_000})
	if err != nil {
		return err
	}
	if paid.PrintErr != nil {
		return paid.PrintErr
	}
	p.story.Receipt.Number = paid.Receipt.Number
	p.story.Receipt.Bin, p.story.Receipt.PNG = filepath.Join(p.Dir, "receipt.bin"), filepath.Join(p.Dir, "receipt.png")
	p.tell("demo.paid", "amount", paid.Amount, "receipt", paid.Receipt.Number, "outcome", string(paid.Outcome))
	return errors.Join(p.Devices(ctx, "picture", p.story.Receipt.PNG), p.Devices(ctx, "bytes", p.story.Receipt.Bin))
}

func (p *play) issue(ctx context.Context) error {
	issued, err := p.clerk.Issue(ctx, p.petition.ID, nil)
	if err != nil {
		return err
	}
	c := issued.Certificate
	p.story.Certificate.Number, p.story.Certificate.StatusBeforeSync = c.Number, string(c.Status)
	p.story.Certificate.PDF, p.story.Seal.Text = filepath.Join(p.Dir, "certificate.pdf"), c.Seal
	p.petition = issued.Petition
	p.tell("demo.issued", "number", c.Number, "size", len(issued.PDF), "outcome", string(issued.Outcome), "status", string(c.Status))
	if err := os.WriteFile(p.story.Certificate.PDF, issued.PDF, 0o644); err != nil {
		return err
	}
	p.petition, err = p.clerk.Deliver(ctx, p.petition)
	return err
}

func (p *play) deliver(ctx context.Context) error {
	status, err := p.st.Office.Status(ctx)
	if err != nil {
		return err
	}
	p.story.Sync.PendingBefore = status.Journal.Pending
	if err := p.Link.Restore(); err != nil {
		return err
	}
	if err := p.push(ctx); err != nil {
		return err
	}
	if status, err = p.st.Office.Status(ctx); err != nil {
		return err
	}
	j := status.Journal
	p.story.Journal.Entries, p.story.Journal.Head = j.Entries, j.Head
	p.story.Sync.Pending, p.story.Sync.Acknowledged = j.Pending, j.Acknowledged
	return p.st.Store.Read(ctx, func(r office.Reader) error {
		c, err := r.Certificate(p.story.Certificate.Number)
		p.story.Certificate.Status = string(c.Status)
		p.tell("demo.delivered", "before", p.story.Sync.PendingBefore, "after", j.Pending, "status", string(c.Status))
		return err
	})
}

// push runs the client's own loop, with its back-off, until nothing waits.
func (p *play) push(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- p.st.Sync.Run(ctx) }()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		status, err := p.st.Office.Status(ctx)
		if err != nil {
			return fmt.Errorf("%w; the line says %s", err, p.st.Sync.State().Reason)
		}
		if status.Journal.Pending == 0 && !p.st.Sync.State().Running {
			cancel()
			<-done
			return nil
		}
		select {
		case <-tick.C:
		case err := <-done:
			return fmt.Errorf("the line to central ended: %w", err)
		}
	}
}

// ask has central show the household, over its administration's interface.
func (p *play) ask(ctx context.Context) error {
	p.story.Central.URL = p.Direct
	var household struct {
		Petitions []petition.Petition `json:"petitions"`
	}
	if err := p.admin(ctx, "/admin/household?"+url.Values{"office": {Office}, "id": {p.visitor.Household.ID}}.Encode(), &household); err != nil {
		return err
	}
	found := false
	for _, shown := range household.Petitions {
		p.story.Central.Petitions = append(p.story.Central.Petitions, shown.ID)
		found = found || shown.ID == p.story.Petition
	}
	if !found {
		return fmt.Errorf("central does not show petition %s", p.story.Petition)
	}
	var counts struct {
		Entries int `json:"entries"`
	}
	if err := p.admin(ctx, "/admin/counts", &counts); err != nil {
		return err
	}
	p.story.Central.Entries = counts.Entries
	p.tell("demo.central_has", "count", counts.Entries)
	return nil
}

func (p *play) admin(ctx context.Context, path string, into any) error {
	token, err := os.ReadFile(filepath.Join(p.Dir, "central", "admin.token"))
	if err != nil {
		return fmt.Errorf("central's administrator: %w", err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.Direct+path, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+strings.TrimSpace(string(token)))
	answer, err := p.browser().Do(r)
	if err != nil {
		return fmt.Errorf("ask central: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("ask central for %s: %s", path, answer.Status)
	}
	return json.NewDecoder(answer.Body).Decode(into)
}

package escpos

import (
	"bytes"
	"context"
)

// begin makes sure that the printer is not in the middle of a command, which
// another program, or this one before the cable was pulled, has half sent.
func (p *Printer) begin(ctx context.Context) error {
	if p.clear(ctx) {
		return p.send(ctx, []byte{0x1B, '@'})
	}
	p.forget()
	if err := p.send(ctx, []byte{0x1B, '@', 0x1D, 'r', 1}); err != nil {
		return err
	}
	if _, err := p.await(ctx, p.opt.Answer, saidByte); err == nil || p.lost() != nil {
		return p.lost()
	}
	return p.overrun(ctx, p.profile.slice()+16)
}

// mend brings a printer back that may be in the middle of a command.
func (p *Printer) mend(ctx context.Context) error {
	p.hold(false) // what it said before it was torn counts no more
	if p.clear(ctx) {
		p.torn = 0
		return p.send(ctx, []byte{0x1B, '@', 0x1D, 'a', 0xFF})
	}
	if err := p.lost(); err != nil {
		return err
	}
	err := p.overrun(ctx, p.torn)
	if err == nil {
		p.torn = 0
	}
	return err
}

// overrun ends a command of a printer that does not know how to clear its
// buffers: it takes the zeros for the rest of the command's data, or for text
// that shows nothing.
func (p *Printer) overrun(ctx context.Context, n int) error {
	return p.send(ctx, append(make([]byte, n), 0x10, 0x05, 0x02, 0x1B, '@', 0x1D, 'a', 0xFF))
}

// clear makes the printer forget all that it has not printed, a half sent
// command included, and reports whether it said that it has (DLE DC4, function
// 8: Epson's reference names some forty models; Citizen has it too).
func (p *Printer) clear(ctx context.Context) bool {
	p.forget()
	if p.send(ctx, []byte{0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8}) != nil {
		return false
	}
	r, err := p.await(ctx, p.opt.Answer, saidBlock)
	return err == nil && bytes.Equal(r.data, []byte{0x37, 0x25})
}

// drop makes the printer forget what it has not printed, so that half a receipt
// does not come out when the paper is changed. A printer that cannot is mended
// before the next job; DLE ENQ 2 makes some of them forget.
func (p *Printer) drop(part int) {
	ctx, cancel := context.WithTimeout(context.Background(), 4*p.opt.Answer)
	defer cancel()
	if d, ok := p.line.(interface{ Discard() error }); ok {
		_ = d.Discard()
	}
	if p.clear(ctx) {
		return
	}
	p.torn = max(p.torn, part, 1)
	if p.send(ctx, []byte{0x10, 0x05, 0x02}) == nil {
		_ = p.ask(ctx) // the answer shows that it has taken the command
	}
}

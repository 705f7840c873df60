package fault

// The codes, by the part that finds the trouble.
const (
	Internal Code = "device.internal"

	LineNotFound Code = "line.not_found"
	LineDenied   Code = "line.denied"
	LineBusy     Code = "line.busy"
	LineGone     Code = "line.gone"
	LineStuck    Code = "line.stuck"
	LineSilent   Code = "line.silent"
	LineGarbled  Code = "line.garbled"
	LineSettings Code = "line.settings"

	ReaderNoCard     Code = "reader.no_card"
	ReaderCardPulled Code = "reader.card_pulled"
	ReaderCardMute   Code = "reader.card_mute"
	ReaderNotThaiID  Code = "reader.not_thai_id"
	ReaderDamaged    Code = "reader.card_damaged"
	ReaderRefused    Code = "reader.refused"
	ReaderSilent     Code = "reader.no_answer"
	ReaderGarbled    Code = "reader.garbled"
	ReaderHardware   Code = "reader.hardware"
	ReaderPINWrong   Code = "reader.pin_wrong"
	ReaderPINBlocked Code = "reader.pin_blocked"
	ReaderNoPIN      Code = "reader.no_pin"

	DocumentUnreadable Code = "document.unreadable"
	DocumentCheckDigit Code = "document.check_digit"
	StripeUnreadable   Code = "stripe.unreadable"
	BarcodeUnreadable  Code = "barcode.unreadable"
	PositionNoFix      Code = "position.no_fix"

	PrinterPaperOut    Code = "printer.paper_out"
	PrinterPaperLow    Code = "printer.paper_low"
	PrinterCoverOpen   Code = "printer.cover_open"
	PrinterCutter      Code = "printer.cutter"
	PrinterOffline     Code = "printer.offline"
	PrinterBroken      Code = "printer.broken"
	PrinterSilent      Code = "printer.no_answer"
	PrinterUnconfirmed Code = "printer.unconfirmed"
	PrinterText        Code = "printer.text"

	SpoolerNoQueue   Code = "spooler.no_queue"
	SpoolerStopped   Code = "spooler.stopped"
	SpoolerCancelled Code = "spooler.cancelled"
	SpoolerSlow      Code = "spooler.slow"
	SpoolerFolder    Code = "spooler.folder"
	SpoolerMissing   Code = "spooler.missing"
	SpoolerPaperOut  Code = "spooler.paper_out"
	SpoolerJammed    Code = "spooler.jammed"
	SpoolerOpen      Code = "spooler.open"
	SpoolerToner     Code = "spooler.toner"
	SpoolerOffline   Code = "spooler.offline"

	TillSilent   Code = "till.no_answer"
	TillCoinJam  Code = "till.coin_jam"
	TillNoteJam  Code = "till.note_jam"
	TillBoxFull  Code = "till.box_full"
	TillLost     Code = "till.lost"
	TillNoChange Code = "till.no_change"

	TerminalSilent    Code = "terminal.no_answer"
	TerminalDeclined  Code = "terminal.declined"
	TerminalCancelled Code = "terminal.cancelled"
	TerminalHost      Code = "terminal.no_host"
	TerminalBusy      Code = "terminal.not_ready"
	TerminalUnknown   Code = "terminal.unknown"
)

// Meaning returns what a code means, in English, for logs and traces.
func Meaning(c Code) string {
	for _, m := range meanings {
		if m.code == c {
			return m.text
		}
	}
	return "device trouble"
}

// Codes returns every code, in the order of this file.
func Codes() []Code {
	out := make([]Code, len(meanings))
	for i, m := range meanings {
		out[i] = m.code
	}
	return out
}

var meanings = [...]struct {
	code Code
	text string
}{
	{Internal, "the program met something that it did not expect of this device"},
	{LineNotFound, "there is no such serial line"},
	{LineDenied, "this user may not open the serial line"},
	{LineBusy, "another program holds the serial line"},
	{LineGone, "the device was unplugged"},
	{LineStuck, "the device takes no bytes"},
	{LineSilent, "the device sent nothing in time"},
	{LineGarbled, "the bytes on the line were damaged"},
	{LineSettings, "the line cannot be set up like this"},
	{ReaderNoCard, "no card is in the reader"},
	{ReaderCardPulled, "the card was pulled out before it was read"},
	{ReaderCardMute, "the card does not answer"},
	{ReaderNotThaiID, "the card is not a Thai national identity card"},
	{ReaderDamaged, "the card's contents make no sense"},
	{ReaderRefused, "the card refused a command"},
	{ReaderSilent, "the card reader does not answer"},
	{ReaderGarbled, "the card reader's answers are damaged"},
	{ReaderHardware, "the card reader reports a fault of its own"},
	{ReaderPINWrong, "the PIN is not the card's"},
	{ReaderPINBlocked, "the card takes no PIN any more"},
	{ReaderNoPIN, "the card has no PIN"},
	{DocumentUnreadable, "the document's machine readable lines could not be read"},
	{DocumentCheckDigit, "a check digit of the document does not agree"},
	{StripeUnreadable, "the magnetic stripe could not be read"},
	{BarcodeUnreadable, "the barcode could not be read"},
	{PositionNoFix, "the receiver has no position yet"},
	{PrinterPaperOut, "the printer is out of paper"},
	{PrinterPaperLow, "the printer's paper is nearly used up"},
	{PrinterCoverOpen, "the printer's cover is open"},
	{PrinterCutter, "the printer's cutter is jammed"},
	{PrinterOffline, "the printer is off line"},
	{PrinterBroken, "the printer reports a fault that needs service"},
	{PrinterSilent, "the printer does not answer"},
	{PrinterUnconfirmed, "the printer did not confirm the job"},
	{PrinterText, "the printer's characters cannot show this text"},
	{SpoolerNoQueue, "there is no such page printer"},
	{SpoolerStopped, "the page printer is stopped"},
	{SpoolerCancelled, "the print job was cancelled"},
	{SpoolerSlow, "the print job did not end in time"},
	{SpoolerFolder, "the print folder cannot be written"},
	{SpoolerMissing, "the computer's print system is not installed"},
	{SpoolerPaperOut, "the page printer is out of paper"},
	{SpoolerJammed, "paper is jammed in the page printer"},
	{SpoolerOpen, "a cover or door of the page printer is open"},
	{SpoolerToner, "the page printer's toner or ink is used up"},
	{SpoolerOffline, "the print system does not reach the page printer"},
	{TillSilent, "the machine that takes money does not answer"},
	{TillCoinJam, "a coin is stuck in the machine"},
	{TillNoteJam, "a banknote is stuck in the machine"},
	{TillBoxFull, "the box for banknotes is full or out of its place"},
	{TillLost, "what the machine took cannot be told for certain"},
	{TillNoChange, "the machine has too few coins to give change"},
	{TerminalSilent, "the card terminal does not answer"},
	{TerminalDeclined, "the payment by card was declined"},
	{TerminalCancelled, "the payment by card was stopped"},
	{TerminalHost, "the card terminal does not reach its bank"},
	{TerminalBusy, "the card terminal is not ready for payments"},
	{TerminalUnknown, "the card terminal fell silent during a payment"},
}

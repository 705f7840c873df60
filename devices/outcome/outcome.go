// Package outcome says what became of a print job. There are three answers and
// no fourth: an officer may hand over what is Printed, may print again what has
// Failed, and must look at the printer when the answer is Unknown.
package outcome

// Outcome is what became of a print job.
type Outcome string

// The values of Outcome.
const (
	Printed Outcome = "printed" // the printer said that all of it is on paper
	Failed  Outcome = "failed"  // it is certain that not all of it is on paper
	Unknown Outcome = "unknown" // the line died, or nobody answered: a person must look
)

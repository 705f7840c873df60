package definition

import (
	"fmt"

	"github.com/goccy/go-yaml"
)

// Write returns the form as YAML that Read takes, without the pack's library:
// the form stands on its own. Look-up tables are written into it.
func Write(f *Form) ([]byte, error) {
	b, err := yaml.MarshalWithOptions(f, yaml.OmitEmpty(), yaml.IndentSequence(true))
	if err != nil {
		return nil, fmt.Errorf("write form %s: %w", f.ID, err)
	}
	return b, nil
}

//go:build !linux && !windows

package keys

import "github.com/google/go-tpm/tpm2/transport"

// machineTPM finds none: these machines have a chip of another kind.
func machineTPM() (transport.TPMCloser, error) { return nil, ErrNoTPM }

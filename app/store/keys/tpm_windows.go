package keys

import (
	"github.com/google/go-tpm/tpm2/transport"
	"github.com/google/go-tpm/tpm2/transport/windowstpm"
)

// machineTPM opens the chip through Windows' TPM base services.
func machineTPM() (transport.TPMCloser, error) { return windowstpm.Open() }

package keys

import (
	"github.com/google/go-tpm/tpm2/transport"
	"github.com/google/go-tpm/tpm2/transport/linuxtpm"
)

// machineTPM opens the chip through the kernel's resource manager.
func machineTPM() (transport.TPMCloser, error) { return linuxtpm.Open("/dev/tpmrm0") }

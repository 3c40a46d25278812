package admission

import "strings"

// Folders are folders with CRDs, instead of those that Istio is built against: a flag that may be repeated.
type Folders []string

// String is what flag.Value asks for.
func (f *Folders) String() string { return strings.Join(*f, ",") }

// Set adds a folder.
func (f *Folders) Set(folder string) error {
	*f = append(*f, folder)
	return nil
}

// Args hands the folders on to another process, which has the flag too.
func (f Folders) Args() []string {
	var args []string
	for _, folder := range f {
		args = append(args, "--crds", folder)
	}
	return args
}

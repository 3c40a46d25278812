// Command istioctl runs "istioctl waypoint" by Istio's own code. It reads one JSON list of arguments a line, such as
// ["generate", "--for", "all", "-n", "shop"], and writes one JSON string a line: what istioctl prints, or "error: ...".
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	"istio.io/istio/istioctl/pkg/cli"
	"istio.io/istio/istioctl/pkg/waypoint"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	answers := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var args []string
		if err := json.Unmarshal(lines.Bytes(), &args); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		if err := answers.Encode(run(args)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
	}
}

// run takes "-n NAMESPACE" from the arguments, which is a flag of istioctl itself and not of its command.
func run(args []string) string {
	namespace := ""
	var rest []string
	for i := 0; i < len(args); i++ {
		if args[i] == "-n" && i+1 < len(args) {
			i++
			namespace = args[i]
			continue
		}
		rest = append(rest, args[i])
	}
	var out bytes.Buffer
	command := waypoint.Cmd(cli.NewFakeContext(&cli.NewFakeContextOption{Namespace: namespace}))
	command.SetArgs(rest)
	command.SetOut(&out)
	command.SetErr(&out)
	command.SilenceUsage = true
	command.SilenceErrors = true
	if err := command.Execute(); err != nil {
		return "error: " + err.Error()
	}
	return out.String()
}

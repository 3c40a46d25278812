// Command ztunnel answers what ztunnel does with connections, as package reading understands it: JSON lines of connections on
// standard input, JSON lines of answers on standard output, in the same order.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/cdk8s-waypoint/cdk8s-waypoint/conformance/ztunnel/reading"
)

const usage = `usage: ztunnel [-root-namespace NS] MESH.yaml < connections.jsonl
       ztunnel -converted POLICIES.json < connections.jsonl
`

type judge interface {
	Decide(reading.Connection) reading.Answer
}

func main() {
	flag.Usage = func() { fmt.Fprint(os.Stderr, usage); flag.PrintDefaults() }
	rootNamespace := flag.String("root-namespace", "istio-system", "Istio's root namespace")
	converted := flag.String("converted", "", "judge by istiod's policies in this file, not by manifests")
	flag.Parse()

	judge, complete, err := load(*converted, *rootNamespace, flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "ztunnel:", err)
		os.Exit(2)
	}
	answered, err := answer(judge, os.Stdin, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "ztunnel:", err)
		os.Exit(2)
	}
	if !complete || !answered {
		os.Exit(1)
	}
}

// load returns the judge, and whether everything could be read.
func load(converted, rootNamespace string, files []string) (judge, bool, error) {
	if converted != "" {
		text, err := os.ReadFile(converted)
		if err != nil {
			return nil, false, err
		}
		policies, err := reading.LoadConverted(text)
		if err != nil {
			return nil, false, fmt.Errorf("%s: %w", converted, err)
		}
		return policies, true, nil
	}
	if len(files) != 1 {
		return nil, false, errors.New("expected one file with the mesh\n" + usage)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		return nil, false, err
	}
	mesh, problems := reading.Load(string(text), rootNamespace)
	for _, p := range problems {
		fmt.Fprintf(os.Stderr, "%s: %v\n", files[0], p)
	}
	return mesh, len(problems) == 0, nil
}

// answer writes one answer a line, and tells whether all lines could be read. A line that can't be read gets an answer with
// verdict "error", so that answers and connections stay in step.
func answer(judge judge, in io.Reader, out io.Writer) (bool, error) {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	encoder := json.NewEncoder(out)
	all := true
	for lines.Scan() {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var conn reading.Connection
		result := reading.Answer{Verdict: "error"}
		if err := json.Unmarshal(lines.Bytes(), &conn); err != nil {
			result.Why = "not a connection: " + err.Error()
			all = false
		} else {
			result = judge.Decide(conn)
		}
		if err := encoder.Encode(result); err != nil {
			return false, err
		}
	}
	return all, lines.Err()
}

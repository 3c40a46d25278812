package supervise

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// maxLine is the longest line: the files of a large mesh, and what is said of them.
const maxLine = 64 << 20

// answersFile is the descriptor that a child writes answers to: Istio's code prints to the standard ones.
const answersFile = 3

// Answers is where a child writes its answers. Processes that it starts itself do not get it.
func Answers() io.Writer {
	syscall.CloseOnExec(answersFile)
	return os.NewFile(answersFile, "answers")
}

// Questions reads lines that may be as long as questions get.
func Questions(in io.Reader) *bufio.Scanner {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	return lines
}

// child is a process that answers.
type child struct {
	command *exec.Cmd
	stdin   io.WriteCloser
	answers *bufio.Scanner
	log     *tail
	// folder is the child's folder for temporary files: one that is killed does not clear up.
	folder string
}

// startChild starts this program again. The child ends with its standard input, thus with this process.
func startChild(ctx context.Context, args []string) (*child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "conformance-")
	if err != nil {
		return nil, err
	}
	c := &child{command: exec.CommandContext(ctx, self, args...), log: &tail{}, folder: folder}
	if err := c.start(); err != nil {
		os.RemoveAll(folder)
		return nil, err
	}
	return c, nil
}

func (c *child) start() error {
	read, write, err := os.Pipe()
	if err != nil {
		return err
	}
	defer write.Close()
	c.command.ExtraFiles = []*os.File{write}
	c.command.Stdout, c.command.Stderr = c.log, c.log
	// Garbage collection would take a third of the time.
	c.command.Env = append(os.Environ(), "GOGC=400", "TMPDIR="+c.folder)
	c.command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if c.stdin, err = c.command.StdinPipe(); err != nil {
		return err
	}
	if err := c.command.Start(); err != nil {
		read.Close()
		return err
	}
	c.answers = Questions(read)
	return nil
}

// ask returns the answer, nil if there is none: because the child ended, or because it was not in time, and then it is ended.
func (c *child) ask(question []byte, limit time.Duration) (answer []byte, inTime bool) {
	timeout := time.AfterFunc(limit, func() { c.command.Process.Kill() })
	_, err := c.stdin.Write(append(question[:len(question):len(question)], '\n'))
	if err == nil && c.answers.Scan() {
		answer = c.answers.Bytes()
	}
	return answer, timeout.Stop()
}

func (c *child) stop() {
	c.stdin.Close()
	c.command.Process.Kill()
	c.command.Wait()
	os.RemoveAll(c.folder)
}

// tail keeps what a process printed from its panic on, or the last of what it printed.
type tail struct{ text []byte }

const tailSize = 1 << 16

func (t *tail) Write(p []byte) (int, error) {
	t.text = append(t.text, p...)
	if len(t.text) > tailSize && !strings.Contains(string(t.text), "panic: ") {
		t.text = t.text[len(t.text)-tailSize:]
	}
	return len(p), nil
}

// String is the message and the first lines of the stack.
func (t *tail) String() string {
	text := string(t.text)
	if at := strings.Index(text, "panic: "); at >= 0 {
		text = text[at:]
	} else if at := strings.Index(text, "fatal error: "); at >= 0 {
		text = text[at:]
	}
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) > 20 {
		lines = lines[:20]
	}
	return strings.Join(lines, "\n")
}

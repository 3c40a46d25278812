package backend

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

func TestReportsWhatItSaw(t *testing.T) {
	stub := start(t)
	request, err := http.NewRequest("GET", fmt.Sprintf("http://127.0.0.1:%d/a%%41?q=1", stub.Port()), nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = "web.example"
	request.Header = http.Header{"X-Team": {"red", "blue"}}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	seen, err := ReadReport(response.Header)
	if err != nil || seen == nil {
		t.Fatal(seen, err)
	}
	if seen.Host != "web.example" || seen.Path != "/a%41?q=1" || fmt.Sprint(seen.Headers["x-team"]) != "[red blue]" {
		t.Errorf("got %+v", seen)
	}
}

func TestTakesShortMethodsForHTTP(t *testing.T) {
	stub := start(t)
	request, err := http.NewRequest("T", fmt.Sprintf("http://127.0.0.1:%d/a", stub.Port()), nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if seen, err := ReadReport(response.Header); err != nil || seen == nil || seen.Method != "T" {
		t.Errorf("got %+v, %v", seen, err)
	}
}

func TestNoReportIsNoError(t *testing.T) {
	if seen, err := ReadReport(http.Header{}); seen != nil || err != nil {
		t.Errorf("got %v, %v", seen, err)
	}
	if _, err := ReadReport(http.Header{http.CanonicalHeaderKey(ReportHeader): {"?"}}); err == nil {
		t.Error("a report that can't be read is no error")
	}
}

func TestAnswersOtherBytes(t *testing.T) {
	stub := start(t)
	for _, bytes := range []string{"\x00\x01 not http", "\x16\x03\x01\x00\x05"} {
		conn, err := net.Dial("tcp", stub.listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
		if _, err := io.WriteString(conn, bytes); err != nil {
			t.Fatal(err)
		}
		if line, err := bufio.NewReader(conn).ReadString('\n'); line != "answered\n" {
			t.Errorf("%q: got %q, %v", bytes, line, err)
		}
		conn.Close()
	}
}

func start(t *testing.T) *Backend {
	t.Helper()
	stub, err := Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stub.Close() })
	return stub
}

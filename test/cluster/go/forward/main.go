// Command forward lets this machine's loopback reach into the network namespace of the practice cluster's node:
//
//	forward -namespace /proc/123/ns/net 127.0.0.1:16443=127.0.0.1:6443 …
//
// It refuses to listen on anything but loopback.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/netip"
	"os"
	"runtime"
	"strings"

	"golang.org/x/sys/unix"
)

// call asks for a connection to an address inside of the namespace.
type call struct {
	address string
	answer  chan answer
}

type answer struct {
	connection net.Conn
	err        error
}

func main() {
	namespace := flag.String("namespace", "", "network namespace to connect in")
	flag.Parse()
	calls := make(chan call)
	var listeners []net.Listener
	for _, pair := range flag.Args() {
		from, to, paired := strings.Cut(pair, "=")
		address, err := netip.ParseAddrPort(from)
		if !paired || err != nil || !address.Addr().IsLoopback() {
			log.Fatalf("%q is not LOOPBACK:PORT=ADDRESS:PORT", pair)
		}
		listener, err := net.Listen("tcp", from)
		if err != nil {
			log.Fatal(err)
		}
		listeners = append(listeners, listener)
		go accept(listener, to, calls)
	}
	if len(listeners) == 0 {
		log.Fatal("nothing to forward")
	}
	if err := dial(*namespace, calls); err != nil {
		log.Fatal(err)
	}
}

// dial answers calls from a thread of its own, the only one that is inside of the namespace.
func dial(namespace string, calls <-chan call) error {
	runtime.LockOSThread()
	file, err := os.Open(namespace)
	if err != nil {
		return err
	}
	if err := unix.Setns(int(file.Fd()), unix.CLONE_NEWNET); err != nil {
		return fmt.Errorf("cannot enter %s: %w", namespace, err)
	}
	for asked := range calls {
		connection, err := net.Dial("tcp", asked.address)
		asked.answer <- answer{connection, err}
	}
	return nil
}

func accept(listener net.Listener, to string, calls chan<- call) {
	for {
		outside, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go func() {
			defer outside.Close()
			asked := call{to, make(chan answer)}
			calls <- asked
			reply := <-asked.answer
			if reply.err != nil {
				log.Print(reply.err)
				return
			}
			defer reply.connection.Close()
			join(outside, reply.connection)
		}()
	}
}

// join copies both ways until both sides have said all; an end of one direction is passed on.
func join(a, b net.Conn) {
	done := make(chan struct{})
	go func() {
		pass(a, b)
		close(done)
	}()
	pass(b, a)
	<-done
}

func pass(to, from net.Conn) {
	if _, err := io.Copy(to, from); err != nil {
		to.Close()
		return
	}
	if half, can := to.(*net.TCPConn); can {
		half.CloseWrite()
	}
}

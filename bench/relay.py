"""A relay between the tool and what it talks to, which counts what passes: bytes both ways, and for a WebDriver server each
command with its time. Standard library only."""

import socket
import threading
import time


class Relay:
    """Listens on a free port of 127.0.0.1 and hands everything on to another one."""

    def __init__(self, port, commands=False):
        self.target = port
        self.commands = [] if commands else None
        self.bytes_out = self.bytes_back = 0
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
                far = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                return
            for one in (near, far):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.commands is None:
                threading.Thread(target=self.pass_on, args=(near, far, True), daemon=True).start()
                threading.Thread(target=self.pass_on, args=(far, near, False), daemon=True).start()
            else:
                threading.Thread(target=self.pass_commands, args=(near, far), daemon=True).start()

    def pass_on(self, source, sink, outwards):
        try:
            while data := source.recv(1 << 16):
                sink.sendall(data)
                with self.lock:
                    if outwards:
                        self.bytes_out += len(data)
                    else:
                        self.bytes_back += len(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def pass_commands(self, near, far):
        """Requests and answers in turn, as a WebDriver client sends them."""
        streams = near.makefile("rb"), far.makefile("rb")
        try:
            while request := message(streams[0]):
                started = time.monotonic()
                far.sendall(request)
                answer = message(streams[1])
                ended = time.monotonic()
                near.sendall(answer)
                with self.lock:
                    self.bytes_out += len(request)
                    self.bytes_back += len(answer)
                    self.commands.append((request.split(b" ", 2)[1].decode().split("/")[-1], started, ended, request))
        except OSError:
            pass


def message(stream):
    """One HTTP message with a body of stated length."""
    head, length = b"", 0
    while line := stream.readline():
        head += line
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
        if line == b"\r\n":
            break
    return head + (stream.read(length) if length else b"")

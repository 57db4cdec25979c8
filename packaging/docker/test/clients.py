"""Who asks the stack from outside: HTTP, JMX, and a way from containers to a port of this machine."""
import base64
import contextlib
import pathlib
import re
import socket
import threading
import urllib.error
import urllib.request

from engine import run

HERE = pathlib.Path(__file__).resolve().parent


def get(url, user=None, body=None):
    """Status and text."""
    headers = {} if user is None else {"Authorization": "Basic " + base64.b64encode(user.encode()).decode()}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers, data=body), timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode()


def value(page, family, labels='chain="demo",'):
    """The sample of a family on MVM's page; None if there is none."""
    found = re.search(rf"^{family}{{{re.escape(labels)}}} (\S+)$", get(page)[1], re.M)
    return found and float(found[1])


class Jmx:
    """A client on this machine, outside of the containers."""

    def __init__(self, work):
        run("javac", "-d", work, HERE / "JmxProbe.java")
        self.work = work

    def __call__(self, host, port, password, kind, trust=None):
        options = [f"-Djavax.net.ssl.trustStore={trust / 'truststore.p12'}", f"-Djavax.net.ssl.trustStorePassword={(trust / 'truststore-password').read_text()}"] if trust else []
        return run("java", "-XX:TieredStopAtLevel=1", "-Dsun.rmi.transport.tcp.responseTimeout=5000", *options, "-cp", self.work, "JmxProbe",
                   host, port, "mvm", password, kind, ok=(0, 3), timeout=60).strip()


class Forwarder:
    """A port of this machine that containers reach as host.docker.internal, leading to one on loopback: what a node's RPC would be."""

    def __init__(self, address, port):
        self.target = ("127.0.0.1", port)
        self.listening = socket.create_server((address, 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.listening.accept()
                far = socket.create_connection(self.target)
            except OSError:
                if self.listening.fileno() < 0:
                    return
                near.close()
                continue
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self.copy, args=(source, sink), daemon=True).start()

    @staticmethod
    def copy(source, sink):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        for one in (source, sink):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def close(self):
        self.listening.close()

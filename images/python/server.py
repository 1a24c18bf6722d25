"""A WSGI application on the server of the standard library: says what it was asked for, in JSON."""

import json
import signal
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIServer, make_server


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def application(environ, start_response):
    body = json.dumps({"method": environ["REQUEST_METHOD"], "path": environ["PATH_INFO"]})
    start_response("200 OK", [("Content-Type", "application/json")])
    return [body.encode() + b"\n"]


if __name__ == "__main__":
    # The first process of a container has no handler of its own.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    make_server("", 8080, application, Server).serve_forever()

"""What the check did not touch: codecs, a database, processes, threads, an event loop, and TLS."""
import asyncio, csv, ctypes, decimal, email.message, hashlib, io, json, logging.handlers, lzma, multiprocessing
import os, sqlite3, ssl, subprocess, sys, tempfile, unicodedata, urllib.request, uuid, xml.etree.ElementTree, zipfile

assert "€".encode("iso8859-15") == b"\xa4"
assert "日本".encode("shift_jis").decode("shift_jis") == "日本"
assert "bücher.example".encode("idna") == b"xn--bcher-kva.example"
assert unicodedata.name("é") == "LATIN SMALL LETTER E WITH ACUTE"
assert decimal.Decimal("0.1") + decimal.Decimal("0.2") == decimal.Decimal("0.3")
assert lzma.decompress(lzma.compress(b"x" * 99)) == b"x" * 99
assert hashlib.new("sha3_256", b"").hexdigest().startswith("a7ffc6f8")
assert xml.etree.ElementTree.fromstring("<a><b/></a>").find("b") is not None
assert list(csv.reader(io.StringIO('a,"b,c"'))) == [["a", "b,c"]]
assert ctypes.CDLL(None).getpid() == os.getpid()
assert uuid.uuid5(uuid.NAMESPACE_DNS, "example").version == 5
assert json.loads('{"a": [1]}') == {"a": [1]}

with tempfile.NamedTemporaryFile() as file:
    with sqlite3.connect(file.name) as db:
        db.execute("create table t (x)")
        db.executemany("insert into t values (?)", [(1,), (2,)])
        assert db.execute("select sum(x) from t").fetchone() == (3,)

output = subprocess.run([sys.executable, "-c", "print(6 * 7)"], capture_output=True, check=True).stdout
assert output == b"42\n"


async def first_line():
    async def serve(_, writer):
        writer.write(b"hello\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        line = await reader.readline()
        writer.close()
        return line


def square(number):
    return number * number


if __name__ == "__main__":
    assert asyncio.run(first_line()) == b"hello\n"
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.map(square, [2, 3]) == [4, 9]
    trusting = ssl.create_default_context(cafile="/work/authority.crt")
    # The certificates of the tests have no more than they need.
    trusting.verify_flags &= ~ssl.VERIFY_X509_STRICT
    with urllib.request.urlopen(sys.argv[1], context=trusting) as answer:
        print(answer.read().decode())

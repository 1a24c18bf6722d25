"""Makes wheels of Debian's Python packages: of the files that dpkg lists for each distribution."""

import base64
import hashlib
import importlib.metadata as metadata
import pathlib
import subprocess
import sys
import zipfile

ROOT = pathlib.Path("/usr/lib/python3/dist-packages")


def package_of(path):
    """Returns the Debian package that owns a path."""
    listed = subprocess.run(["dpkg-query", "--search", path], check=True, capture_output=True, text=True)
    return listed.stdout.split(":")[0]


def files_of(package):
    """Yields a package's files of the modules' folder."""
    listed = subprocess.run(["dpkg-query", "--listfiles", package], check=True, capture_output=True, text=True)
    for line in listed.stdout.splitlines():
        path = pathlib.Path(line)
        if path.is_relative_to(ROOT) and path.is_file() and path.suffix != ".pyc":
            yield path


def write_wheel(folder, name):
    """Writes the wheel of a distribution."""
    distribution = metadata.distribution(name)
    # A folder *.dist-info or, of the older kind, *.egg-info.
    old = pathlib.Path(str(distribution._path))
    stem = f"{distribution.name.replace('-', '_')}-{distribution.version}"
    info = f"{stem}.dist-info"
    package = package_of(next(path for path in old.iterdir() if path.name in ("METADATA", "PKG-INFO")))
    files = {str(path.relative_to(ROOT)): path.read_bytes() for path in files_of(package) if path.parent != old}
    compiled = any(path.endswith(".so") for path in files)
    tag = f"cp313-cp313-linux_{machine()}" if compiled else "py3-none-any"
    files[f"{info}/METADATA"] = distribution.read_text("METADATA" if old.suffix == ".dist-info" else "PKG-INFO").encode()
    files[f"{info}/entry_points.txt"] = (distribution.read_text("entry_points.txt") or "").encode()
    files[f"{info}/WHEEL"] = f"Wheel-Version: 1.0\nRoot-Is-Purelib: {str(not compiled).lower()}\nTag: {tag}\n".encode()
    files[f"{info}/RECORD"] = record(files, info)
    with zipfile.ZipFile(folder / f"{stem}-{tag}.whl", "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            archive.writestr(path, content)


def record(files, info):
    """Returns the list of a wheel's files with their checksums."""
    lines = []
    for path, content in sorted(files.items()):
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        lines.append(f"{path},sha256={digest},{len(content)}\n")
    return "".join([*lines, f"{info}/RECORD,,\n"]).encode()


def machine():
    """Returns the name of this machine's architecture."""
    return subprocess.run(["uname", "-m"], check=True, capture_output=True, text=True).stdout.strip()


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir()
    for name in sys.argv[2:]:
        write_wheel(folder, name)


main()

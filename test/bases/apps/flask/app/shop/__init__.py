"""A shop whose first page needs little, and whose others need much."""

import importlib
import importlib.metadata
import pathlib
import subprocess
import sys
import tempfile
import tomllib

from flask import Flask, jsonify, render_template

app = Flask(__name__)

# Modules that no server imports: for people at a terminal, or of other systems.
NOT_IMPORTED = {
    "antigravity", "curses", "doctest", "ensurepip", "idlelib", "msvcrt", "nt", "pdb", "pickletools", "pydoc", "pydoc_data",
    "readline", "this", "tkinter", "turtle", "turtledemo", "venv", "winreg", "winsound",
}  # fmt: skip


@app.get("/")
def index():
    return "shop\n"


@app.get("/page")
def page():
    return render_template("page.html", title="Page")


@app.get("/zone")
def zone():
    from datetime import datetime, timezone
    from zoneinfo import ZoneInfo

    noon = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)
    return f"{noon.astimezone(ZoneInfo('Asia/Tokyo')).isoformat()}\n"


@app.get("/version")
def version():
    scripts = {point.name for point in importlib.metadata.entry_points(group="console_scripts")}
    return jsonify(flask=importlib.metadata.version("flask"), command="flask" in scripts)


@app.get("/tls")
def tls():
    import ssl

    return jsonify(authorities=ssl.create_default_context().cert_store_stats()["x509_ca"] > 100)


@app.get("/modules")
def modules():
    missing = []
    for name in sorted(sys.stdlib_module_names - NOT_IMPORTED):
        if name.startswith("_"):
            continue
        try:
            importlib.import_module(name)
        except ImportError as error:
            missing.append(f"{name}: {error}")
    return jsonify(missing=missing)


@app.get("/native")
def native():
    import shop_native

    return jsonify(sum=shop_native.sum("shop"))


@app.get("/database")
def database():
    import sqlite3

    (answer,) = sqlite3.connect(":memory:").execute("select 6 * 7").fetchone()
    return jsonify(answer=answer)


@app.get("/encoding")
def encoding():
    return jsonify(host="bücher.example".encode("idna").decode(), bytes="東京".encode("euc_jp").hex())


@app.get("/report/<name>")
def report(name):
    return importlib.import_module(f"shop.plugins.{name}_report").text()


@app.get("/settings")
def settings():
    # Relative to the working directory.
    return jsonify(tomllib.loads(pathlib.Path("settings.toml").read_text()))


@app.get("/archive")
def archive():
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "a").write_text("a\n")
        subprocess.run(["zip", "--quiet", "a.zip", "a"], cwd=folder, check=True)
        return jsonify(archive=pathlib.Path(folder, "a.zip").read_bytes()[:2].decode())


@app.get("/processes")
def processes():
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(1) as pool:
        return jsonify(answer=pool.submit(pow, 7, 2).result())

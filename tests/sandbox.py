"""A hub in the sandbox, for the tests that are not written in Rust.

The hub is the binary CQC_HUB, or else target/debug/cqc-hub.
"""
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
HUB = Path(os.environ.get("CQC_HUB", TARGET / "debug" / "cqc-hub")).resolve()


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def settings_of(more):
    """The environment, with these settings of the hub and no others."""
    return {key: value for key, value in os.environ.items() if not key.startswith("CQC_HUB")} | more


@contextmanager
def hub(log, address=None, **settings):
    """A hub in the sandbox, on a free port where none is named, with a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="cqc-hub-sandbox-") as folder:
        address = address or f"127.0.0.1:{free_port()}"
        environment = settings_of({"CQC_HUB_LISTEN": address, "CQC_HUB_DATA_DIR": folder, **settings})
        process = subprocess.Popen([HUB], env=environment, cwd=folder, stdout=log, stderr=log)
        try:
            url = f"http://{address}"
            until_ready(url, process)
            yield url
        finally:
            process.terminate()
            process.wait(60)


def until_ready(url, process):
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"{HUB} has ended with {process.returncode}")
        try:
            with urllib.request.urlopen(f"{url}/health/ready", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("the hub is not ready after a minute")


def venv(folder, requirements, log=None, *options):
    """A virtual environment with what the file says, made anew when the file changes."""
    kept = folder / "requirements.txt"
    if not kept.exists() or kept.read_text() != requirements.read_text():
        shutil.rmtree(folder, ignore_errors=True)
        pip = [folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", *options, "-r", requirements]
        for command in ([sys.executable, "-m", "venv", folder], pip):
            subprocess.run(command, check=True, stdout=log, stderr=log)
        shutil.copy(requirements, kept)
    return folder

"""The sandbox that the tests play against: the one at CQC_HUB_URL, or one that is started for them."""

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from sandbox import Driver, Sandbox


@pytest.fixture(scope="session")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if given := os.environ.get("CQC_HUB_URL"):
        yield given.rstrip("/")
        return
    program = shutil.which(os.environ.get("CQC_HUB", "cqc-hub"))
    if program is None:
        pytest.exit("CQC_HUB_URL names no sandbox, and CQC_HUB no cqc-hub to start one", returncode=2)
    folder = tmp_path_factory.mktemp("cqc-hub")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CQC_HUB")}
    settings = {"CQC_HUB_LISTEN": address, "CQC_HUB_DATA_DIR": str(folder)}
    with (folder / "log").open("w") as log:
        hub = subprocess.Popen([program], env=clean | settings, cwd=folder, stdout=log, stderr=log)
        try:
            ready(f"http://{address}", hub, folder / "log")
            yield f"http://{address}"
        finally:
            hub.terminate()
            hub.wait(60)


def ready(url: str, hub: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + 60
    while hub.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/health/ready", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.exit(f"the hub has not come up:\n{log.read_text()[-2000:]}", returncode=2)


@pytest.fixture
def sandbox(url: str) -> Sandbox:
    return Sandbox(url)


@pytest.fixture
def driver(sandbox: Sandbox) -> Driver:
    """Somebody new for each test, so that none depends on another, nor on a sandbox that is fresh."""
    return sandbox.new_driver()

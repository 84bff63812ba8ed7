"""The Kotlin compiler, which a package of PyPI's brings along: Debian's is too old for what is to be compiled."""
import os
import subprocess
import zipfile
from pathlib import Path

from sandbox import TARGET, venv

TOOLS = TARGET / "clients" / "kotlin-tools"
REQUIREMENTS = Path(__file__).resolve().parent / "clients" / "kotlin" / "requirements.txt"
LIBRARIES = "kotlin-stdlib-*.jar", "kotlin-reflect-*.jar", "kotlinx-serialization-*-jvm-*.jar"
COMPILER = "kotlin-jupyter-kernel-*-all.jar", "kotlin-script-runtime-*.jar", "annotations-*.jar"


def jars(folder, *names):
    """Libraries that a package brings along: Maven Central is not asked, so that the tests need no other registry."""
    found = [jar for name in names for jar in folder.glob(f"**/{name}")]
    if len(found) < len(names):
        raise RuntimeError(f"{folder.name} brings no {' and '.join(names)} any more")
    return found


def path(jars):
    return os.pathsep.join(map(str, jars))


def compiled(java, made, sources, more, log, *options):
    """Compiles sources that may need the plugin for kotlinx.serialization; the class path to run them with."""
    venv(TOOLS, REQUIREMENTS, log, "--no-deps")
    libraries = [*jars(TOOLS, *LIBRARIES), *more]
    made.mkdir(parents=True, exist_ok=True)
    # The compiler's archive has all its plugins. This names the one that is meant.
    plugin = made / "serialization.jar"
    with zipfile.ZipFile(plugin, "w") as archive:
        archive.writestr("META-INF/services/org.jetbrains.kotlin.compiler.plugin.CompilerPluginRegistrar",
                         "org.jetbrains.kotlinx.serialization.compiler.extensions.SerializationComponentRegistrar")
    classes = made / "classes"
    command = [java, "-Xmx3g", "-cp", path([*jars(TOOLS, *COMPILER), *libraries]),
               "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler", "-no-stdlib", "-no-reflect",
               "-Xdisable-default-scripting-plugin", f"-Xplugin={plugin}", "-cp", path(libraries), "-d", classes]
    command = [str(part) for part in [*command, *options, *sources]]
    print("$", *command, file=log, flush=True)
    subprocess.run(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, check=True)
    return path([classes, *libraries])

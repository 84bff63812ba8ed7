"""Draws the lifecycles of docs/lifecycles/*.md as SVG, by Graphviz: see README.md."""
import pathlib
import re
import subprocess

HERE = pathlib.Path(__file__).parent
SOURCES = HERE.parents[3] / "docs" / "lifecycles"

# Colours by class, so that a picture is legible on light and on dark.
STYLE = """<style>
svg { background: #fff }
text { font-family: system-ui, sans-serif; fill: #1c2126 }
.who { fill: #545d66 }
.stage path, .stage polygon { fill: #eef3f9; stroke: #0b4f9e }
.end path { stroke-width: 3 }
.edge path { stroke: #6b747d }
.edge polygon { fill: #6b747d; stroke: #6b747d }
.start ellipse { fill: #1c2126 }
@media (prefers-color-scheme: dark) {
svg { background: #14181c }
text { fill: #e4e8ec }
.who { fill: #a3adb7 }
.stage path, .stage polygon { fill: #1e2a38; stroke: #8fc1ff }
.edge path { stroke: #8d97a1 }
.edge polygon { fill: #8d97a1; stroke: #8d97a1 }
.start ellipse { fill: #e4e8ec }
}
</style>
"""


def read(source):
    """The rows of a table, as (from, to) → {action: [who]}, and the stages at which it ends."""
    edges, ends = {}, set()
    for line in re.search(r"```mermaid\n(.*?)```", source, re.S).group(1).splitlines()[1:]:
        before, after, said = re.match(r"\s*(\S+) --> (\S+?)(?::\s*(.*))?$", line).groups()
        if after == "[*]":
            ends.add(before)
            continue
        action, who = re.match(r"(\w+) \((\w+)\)", said).groups()
        edges.setdefault((before, after), {}).setdefault(action, []).append(who)
    return edges, ends


def dot(edges, ends, direction):
    lines = [
        "digraph {",
        f'graph [rankdir={direction}, nodesep=0.3, ranksep=0.4, bgcolor="transparent", margin=0.05]',
        'node [shape=box, style=rounded, fontname="DejaVu Sans", fontsize=13, height=0.4, class=stage]',
        'edge [fontname="DejaVu Sans", fontsize=11, arrowsize=0.7]',
        '"[*]" [shape=circle, label="", width=0.18, style=filled, class=start]',
    ]
    lines += [f'"{stage}" [class="stage end"]' for stage in sorted(ends)]
    for (before, after), actions in edges.items():
        label = "\\l".join(f"\u00a0{action} ({', '.join(who)})" for action, who in actions.items()) + "\\l"
        lines.append(f'"{before}" -> "{after}" [label="{label}"]')
    return "\n".join(lines + ["}"])


def svg(title, drawing):
    out = subprocess.run(["dot", "-Tsvg"], input=drawing, capture_output=True, text=True, check=True).stdout
    out = out[out.index("<svg") :]
    out = re.sub(r"<!--.*?-->\n?", "", out, flags=re.S)
    out = re.sub(r"<title>.*?</title>\n?", "", out, flags=re.S)
    out = re.sub(r' (font-family|fill|stroke|xmlns:xlink|text-decoration)="[^"]*"', "", out)
    out = re.sub(r'(width|height)="(\d+)pt"', r'\1="\2"', out)
    out = re.sub(r"<path ", '<path fill="none" ', out)
    out = re.sub(r"(<text [^>]*>[^<(]*)(\([^)]*\))", r'\1<tspan class="who">\2</tspan>', out)
    head, rest = out.split(">", 1)
    return f"{head} role=\"img\">\n<title>{title}</title>\n{STYLE}{rest.lstrip()}"


def width(picture):
    return int(re.search(r'width="(\d+)"', picture).group(1))


for source in sorted(SOURCES.glob("*.md")):
    text = source.read_text()
    title = re.match(r"# (.*)", text).group(1)
    # Downwards or to the right, whichever is narrower.
    picture = min((svg(title, dot(*read(text), direction)) for direction in ("TB", "LR")), key=width)
    (HERE / f"{source.stem}.svg").write_text(picture)

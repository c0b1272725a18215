# SPDX-License-Identifier: MIT
"""heng on data frames: composite indicators from a notebook or a script.

One file without compiled parts; beside it only pandas and the program `heng` are needed.

    import heng
    run = heng.run("config/zhejiang-counties.ini")              # a profile as it is
    run.scores                                                  # scores.csv as a data frame
    run.map()                                                   # shown in a notebook

    profile = {"profile": {"title_en": "Mine", "language": "en"},
               "data": {"unit": "code", "name": "name"},
               "index": {"id": "mine", "dimensions": ["one"]},
               "dimension.one": {"indicators": ["a", "b"]}}
    heng.run(profile, data=frame, set={"aggregate.method": "geometric"})

A profile is the path of an INI file, its text, or a dict of sections. `data` replaces [data] path
by a frame, or by a dict of them {"data": ..., "data.census": ...}; numbers are handed over to the
last bit. What heng complains of is raised as HengError, with file and line of every problem.

The program is sought in HENG, then beside this file (in the build folder of its tree, or where it
was installed), then in PATH.
"""

import collections.abc
import html
import html.parser
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import warnings
import weakref

import pandas

__all__ = [
    "HengError", "UsageError", "DataError", "InputError", "UnavailableError", "ResourceError",
    "OutputError", "ProfileError", "HengWarning", "Problem", "Profile", "Results", "Page", "Text",
    "program", "run", "robust", "check", "explain", "compare", "report", "look", "from_coin",
]

# ---- errors -----------------------------------------------------------------

Problem = collections.namedtuple("Problem", "file line message")
Problem.__doc__ = "One complaint: file and line are None where heng names none."


class HengWarning(UserWarning):
    """A part of a run has failed and is named; the rest is there (exit code 3)."""


class HengError(Exception):
    """heng has refused. code: its exit code; problems: a list of Problem."""

    def __init__(self, code, problems, command=()):
        self.code, self.problems, self.command = code, problems, list(command)
        super().__init__("\n".join(_place(p) + p.message for p in problems)
                         or "heng ended with code %d" % code)

    @property
    def file(self):
        """Of the first problem that has one."""
        return next((p.file for p in self.problems if p.file), None)

    @property
    def line(self):
        """Of the first problem that has one."""
        return next((p.line for p in self.problems if p.line), None)


class UsageError(HengError):
    """64: the call is wrong."""


class DataError(HengError):
    """65: a table holds what it must not."""


class InputError(HengError):
    """66: a file does not exist or cannot be read."""


class UnavailableError(HengError):
    """69: a part that is not built in."""


class ResourceError(HengError):
    """70 (a bug of heng's) or 71 (too little memory, files or processes)."""


class OutputError(HengError):
    """73 or 74: results cannot be written."""


class ProfileError(HengError):
    """78: the profile is wrong."""


_ERRORS = {64: UsageError, 65: DataError, 66: InputError, 69: UnavailableError, 70: ResourceError,
           71: ResourceError, 73: OutputError, 74: OutputError, 78: ProfileError}
_PLACE = re.compile(r"^(?P<file>[^\n]+?):(?P<line>\d+): (?P<message>.*)$", re.S)


def _place(problem):
    if not problem.file:
        return ""
    return "%s:%d: " % (problem.file, problem.line)


def _problems(text):
    """The lines that heng has said on stderr, without the count that ends them."""
    found = []
    for line in text.splitlines():
        line = line[len("heng: "):] if line.startswith("heng: ") else line
        if not line or line.startswith(("warning: ", "note: ")):
            continue
        at = _PLACE.match(line)
        if at:
            found.append(Problem(at["file"], int(at["line"]), at["message"]))
        else:
            found.append(Problem(None, None, line))
    if len(found) > 1 and re.search(r": \d+ problems?$", found[-1].message):
        found.pop()
    return found


# ---- the program ------------------------------------------------------------

def program():
    """The path of heng."""
    named = os.environ.get("HENG")
    if named:
        return named
    above = list(pathlib.Path(__file__).resolve().parents)
    for built in [above[2] / "build" / "heng"] + [p / "bin" / "heng" for p in above[4:5]]:
        if built.is_file():
            return str(built)
    found = shutil.which("heng")
    if not found:
        raise UnavailableError(69, [Problem(None, None, "heng is not found: build it, put it in "
                                            "PATH, or name it in the environment variable HENG")])
    return found


def _call(arguments, codes=(0, 3)):
    command = [program()] + [str(a) for a in arguments]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
                          errors="backslashreplace")
    if done.returncode not in codes:
        raise _ERRORS.get(done.returncode, HengError)(done.returncode, _problems(done.stderr),
                                                      command)
    if done.returncode == 3:
        warnings.warn(HengWarning("\n".join(p.message for p in _problems(done.stderr))),
                      stacklevel=4)
    return done


# ---- profiles ---------------------------------------------------------------

class _Folder:
    """A temporary folder that goes with the last of what refers to it."""

    def __init__(self):
        self.name = tempfile.mkdtemp(prefix="heng-")
        weakref.finalize(self, shutil.rmtree, self.name, ignore_errors=True)


def _value(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, pathlib.PurePath):
        return os.path.abspath(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(_value(v) for v in value)
    text = str(value)
    if "\n" in text or "\r" in text:
        raise ValueError("a value of a profile is one line: %r" % text)
    return text


def _ini(sections):
    lines = []
    for section, keys in sections.items():
        lines.append("[%s]" % section)
        for key, value in keys.items():
            lines.append("%s = %s" % (key, _value(value)))
        lines.append("")
    return "\n".join(lines)


def _settings(set):
    """{"aggregate.method": "geometric"} or {"aggregate": {"method": ...}} as --set."""
    out = []
    for key, value in (set or {}).items():
        inner = value if isinstance(value, dict) else {None: value}
        for name, one in inner.items():
            out += ["--set", "%s=%s" % (key if name is None else key + "." + name, _value(one))]
    return out


def _write_frame(frame, path):
    if frame.index.name is not None or isinstance(frame.index, pandas.MultiIndex):
        frame = frame.reset_index()
    frame.to_csv(path, index=False, encoding="utf-8")


class Profile:
    """A profile and the frames that stand in for its tables.

    source: the path of an INI file, its text, or a dict of sections (values: text, numbers, bools,
    lists; a pathlib.Path is taken from the current folder). data: a frame for [data], or a dict of
    frames by section. The methods are heng's commands; each takes `set`, a dict of keys to
    override.
    """

    def __init__(self, source, data=None):
        self.source = source
        self.data = {"data": data} if isinstance(data, pandas.DataFrame) else dict(data or {})
        self.files = {}  # further files beside the profile: name -> frame

    def _is_path(self):
        return isinstance(self.source, os.PathLike) or (
            isinstance(self.source, str) and "\n" not in self.source)

    def sections(self, folder):
        """What is written in front of heng when the profile is not a file as it stands."""
        if self._is_path():
            sections = {"profile": {"extends": os.path.abspath(self.source)}}
        else:
            sections = {name: dict(keys) for name, keys in self.source.items()}
        for section in self.data:
            sections.setdefault(section, {})["path"] = os.path.join(folder, section + ".csv")
        return sections

    def write(self, folder):
        """Writes profile.ini and the frames into folder; returns the path for heng."""
        folder = os.path.abspath(folder)
        for section, frame in self.data.items():
            _write_frame(frame, os.path.join(folder, section + ".csv"))
        for name, frame in self.files.items():
            _write_frame(frame, os.path.join(folder, name))
        if self._is_path() and not self.data:
            return os.fspath(self.source)
        path = os.path.join(folder, "profile.ini")
        with open(path, "w", encoding="utf-8") as out:
            if isinstance(self.source, str) and not self._is_path():
                if self.data:
                    raise TypeError("frames go with a profile that is a path or a dict, not with "
                                    "its text")
                out.write(self.source)
            else:
                out.write(_ini(self.sections(folder)))
        return path

    def _do(self, command, set, output, more=()):
        kept = _Folder()
        where = os.path.abspath(output) if output else os.path.join(kept.name, "out")
        done = _call([command, self.write(kept.name), "-o", where, *_settings(set), *more])
        return Results(where, done.stdout, kept)

    def run(self, set=None, output=None, jobs=None):
        """heng run. output: a folder to keep; else one that goes with the result."""
        return self._do("run", set, output, _jobs(jobs))

    def robust(self, set=None, output=None, jobs=None):
        """heng robust: what [uncertainty] says, varied."""
        return self._do("robust", set, output, _jobs(jobs))

    def report(self, set=None, output=None, formats="html"):
        """heng report. Returns the Page of report.html, whose `path` lies beside the others."""
        done = self._do("report", set, output, ["-f", formats])
        return Page(os.path.join(done.folder, "report.html"), done)

    def check(self, set=None):
        """heng check: a frame of all problems (file, line, message), empty where there is none."""
        with tempfile.TemporaryDirectory(prefix="heng-") as folder:
            done = _call(["check", self.write(folder), *_settings(set)], range(256))
            found = _problems(done.stderr) if done.returncode else []
        return pandas.DataFrame(found, columns=Problem._fields)

    def explain(self, unit, node=None, set=None, portrait=False, target_rank=None, period=None):
        """heng explain: a unit's score taken apart, as text."""
        more = ["--portrait"] if portrait else []
        if target_rank is not None:
            more += ["--target-rank", target_rank]
        if period is not None:
            more += ["--period", period]
        with tempfile.TemporaryDirectory(prefix="heng-") as folder:
            done = _call(["explain", self.write(folder), unit, *([node] if node else []),
                          *_settings(set), *more])
        return Text(done.stdout)

    def compare(self, other, set=None):
        """heng compare: from this one to the other (a profile, or a Results)."""
        return compare(self, other, set)


def _jobs(jobs):
    return [] if jobs is None else ["-j", jobs]


def _profile(source, data=None):
    if isinstance(source, Profile):
        if data is not None:
            raise TypeError("a Profile has its data")
        return source
    return Profile(source, data)


# ---- results ----------------------------------------------------------------

# Columns of heng's tables that are names, whatever they look like: 0101 stays 0101.
_NAMES = {"class", "period", "code", "name", "node", "parent", "method", "indicator", "provenance",
          "tier", "quadrant", "code_a", "code_b", "from", "to", "result", "factor", "exact",
          "solid", "rule", "kind", "effect", "reason", "title", "unit"}


def _read_table(path):
    columns = list(pandas.read_csv(path, nrows=0, dtype=str, keep_default_na=False).columns)
    names = [c for c in columns if c in _NAMES]
    return pandas.read_csv(path, dtype={c: str for c in names}, keep_default_na=False,
                           na_values={c: [""] for c in columns if c not in _NAMES},
                           float_precision="round_trip")


class _Tables(collections.abc.Mapping):
    """The CSV files of a folder by name without .csv, read when asked for."""

    def __init__(self, folder, kept):
        self._folder, self._kept, self._read = folder, kept, {}

    def __getitem__(self, name):
        if name not in self._read:
            path = os.path.join(self._folder, name + ".csv")
            if not os.path.isfile(path):
                raise KeyError("no table %s: there are %s" % (name, ", ".join(self) or "none"))
            self._read[name] = _read_table(path)
        return self._read[name]

    def __iter__(self):
        return iter(sorted(f[:-4] for f in os.listdir(self._folder) if f.endswith(".csv")))

    def __len__(self):
        return sum(1 for _ in self)

    def __repr__(self):
        return "tables: " + ", ".join(self)


class Results:
    """What a command has written. tables: its CSV files as frames, by name; manifest: run.json (or
    robust.json) as a dict; text: what it has printed; folder: where all of it lies."""

    def __init__(self, folder, text="", kept=None):
        self.folder, self.text, self._kept = os.fspath(folder), text, kept
        self.tables = _Tables(self.folder, kept)
        self.manifest = {}
        for name in ("run.json", "robust.json"):
            path = os.path.join(self.folder, name)
            if os.path.isfile(path):
                with open(path, encoding="utf-8") as f:
                    self.manifest = json.load(f)
                break

    scores = property(lambda self: self.tables["scores"])
    weights = property(lambda self: self.tables["weights"])
    indicators = property(lambda self: self.tables["indicators"])
    title = property(lambda self: self.manifest.get("title", ""))
    warnings = property(lambda self: self.manifest.get("warnings", []))
    notes = property(lambda self: self.manifest.get("notes", []))
    failures = property(lambda self: self.manifest.get("failures", []))
    nodes = property(lambda self: pandas.DataFrame(self.manifest.get("nodes", [])))

    def matrix(self, stage="normalised"):
        """Units x indicators of one stage: raw, treated or normalised. The index is the code, with
        class and period in front of it where there are several."""
        long = self.indicators
        keys = [k for k in ("class", "period") if long[k].nunique() > 1] + ["code"]
        wide = long.pivot(index=keys, columns="indicator", values=stage)
        order = long.drop_duplicates(keys).set_index(keys).index
        return wide.reindex(index=order, columns=list(dict.fromkeys(long["indicator"])))

    def league(self, class_=None, period=None, titles=True):
        """The league table of a class (all: in their order) in a period (the latest)."""
        table = self.scores
        if table["period"].nunique() > 1 or period is not None:
            table = table[table["period"] == (str(period) if period is not None
                                              else list(table["period"])[-1])]
        if class_ is not None:
            labels = {r["label"]: r["class"] for r in self.manifest.get("results", [])}
            table = table[table["class"] == labels.get(class_, class_)]
        table = table.sort_values(["class", "rank"], kind="stable") if class_ is None else \
            table.sort_values("rank", kind="stable")
        if titles:
            table = table.rename(columns=self._titles())
        return table.reset_index(drop=True)

    def _titles(self):
        """Of the nodes below the index, in the profile's language where they have one."""
        keys = self.manifest.get("profile", {}).get("keys", [])
        english = any(k.get("section") == "profile" and k.get("key") == "language"
                      and k.get("value") == "en" for k in keys if isinstance(k, dict))
        first, second = ("title_en", "title") if english else ("title", "title_en")
        return {n["id"]: n.get(first) or n.get(second) or n["id"]
                for n in self.manifest.get("nodes", []) if n.get("parent")}

    def report(self, formats="html"):
        """Pages of this very run (heng report --from run.json)."""
        where = os.path.join(self.folder, "pages")
        _call(["report", "--from", os.path.join(self.folder, "run.json"), "-o", where, "-f",
               formats])
        return Page(os.path.join(where, "report.html"), self)

    def map(self):
        """The map of the report, for a notebook."""
        return self.report().figure("map")

    def to_coin(self):
        """The run in COINr's shapes: a dict of iData, iMeta, Raw, Treated, Normalised, Aggregated
        and ranks (frames by uCode). Of a panel the latest period."""
        return _to_coin(self)

    def _repr_html_(self):
        if "scores" not in self.tables:
            return "<pre>%s</pre>" % html.escape(self.text)
        parts = ["<h4>%s</h4>" % html.escape(self.title)]
        groups = self.manifest.get("results") or [{"class": "", "label": ""}]
        for group in {g["class"]: g for g in groups}.values():
            rows = self.league(group["class"])
            rows = rows.drop(columns=[c for c in ("class", "period", "imputed_share")
                                      if c in rows] + [self.manifest.get("index", "")],
                             errors="ignore")
            parts.append("<h5>%s</h5>" % html.escape(group["label"] or ""))
            parts.append(rows.to_html(index=False, max_rows=20, float_format="%.2f", na_rep="–"))
        return "\n".join(parts)

    def __repr__(self):
        return "<heng results %s: %s>" % (self.title, ", ".join(self.tables))


class Text(str):
    """What heng prints, in its own columns."""

    def _repr_html_(self):
        return "<pre>%s</pre>" % html.escape(self)

    def __repr__(self):
        return str(self)


# ---- pages ------------------------------------------------------------------

class _Figures(html.parser.HTMLParser):
    """Finds the style of a page and the figure around the drawing of a given id."""

    def __init__(self, page, wanted):
        super().__init__(convert_charrefs=False)
        self.page, self.wanted = page, wanted
        self.starts = [0]
        for line in page.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.style = self.figure = self.opened = None
        self.hit, self.ids = False, []
        self.feed(page)

    def _here(self):
        line, column = self.getpos()
        return self.starts[line - 1] + column

    def handle_starttag(self, tag, attributes):
        id = dict(attributes).get("id")
        if tag == "style" and self.style is None:
            self.style = self._here()
        if tag == "figure":
            self.opened, self.hit = self._here(), False
        if self.opened is not None and id and tag == "svg":
            self.ids.append(id)
        if self.opened is not None and id == self.wanted:
            self.hit = True

    def handle_endtag(self, tag):
        if tag == "style" and isinstance(self.style, int):
            self.style = self.page[self.style:self._here()] + "</style>"
        if tag == "figure" and self.opened is not None:
            if self.hit and self.figure is None:
                self.figure = self.page[self.opened:self._here()] + "</figure>"
            self.opened = None


class Page:
    """A report. Shown in a notebook in a frame of its own; path: the file."""

    def __init__(self, path, kept=None, text=None, height=640):
        self.path, self._kept, self._text, self.height = path, kept, text, height

    @property
    def html(self):
        if self._text is None:
            with open(self.path, encoding="utf-8") as f:
                self._text = f.read()
        return self._text

    def figure(self, id):
        """One drawing of the page with its words, as a Page of its own."""
        found = _Figures(self.html, id)
        if not found.figure:
            raise KeyError("the report has no figure %s%s" % (
                id, ": it has " + ", ".join(found.ids) if found.ids else ""))
        text = "<!doctype html><html><head><meta charset=\"utf-8\">%s</head><body>%s</body></html>"
        return Page(self.path, self._kept, text % (found.style or "", found.figure), self.height)

    def _repr_html_(self):
        return ('<iframe srcdoc="%s" style="width:100%%;height:%dpx;border:0" sandbox="'
                'allow-scripts"></iframe>' % (html.escape(self.html, quote=True), self.height))

    def __repr__(self):
        return "<heng page %s>" % self.path


# ---- commands ---------------------------------------------------------------

def run(profile, data=None, set=None, output=None, jobs=None):
    """heng run: Results."""
    return _profile(profile, data).run(set, output, jobs)


def robust(profile, data=None, set=None, output=None, jobs=None):
    """heng robust: Results whose tables are robust, sensitivity, pairs ..."""
    return _profile(profile, data).robust(set, output, jobs)


def check(profile, data=None, set=None):
    """heng check: a frame of problems, empty where there is none."""
    return _profile(profile, data).check(set)


def explain(profile, unit, node=None, data=None, **more):
    """heng explain: text."""
    return _profile(profile, data).explain(unit, node, **more)


def report(profile, data=None, set=None, output=None, formats="html"):
    """heng report: a Page."""
    return _profile(profile, data).report(set, output, formats)


def look(path, sheet=None):
    """heng look: what is in a file, and the lines of a profile that read it."""
    return Text(_call(["look", path, *([sheet] if sheet else [])]).stdout)


def compare(a, b, set=None):
    """heng compare: rank changes from a to b (profiles, or Results of runs), and what they come
    from. Results whose tables are compare and its kin."""
    kept = _Folder()
    sides = []
    for i, one in enumerate((a, b)):
        if isinstance(one, Results):
            sides.append(os.path.join(one.folder, "run.json"))
        else:
            folder = os.path.join(kept.name, "ab"[i])
            os.mkdir(folder)
            sides.append(_profile(one).write(folder))
    where = os.path.join(kept.name, "out")
    done = _call(["compare", *sides, "-o", where, *_settings(set)])
    return Results(where, done.stdout, kept)


# ---- COINr ------------------------------------------------------------------

def from_coin(iData, iMeta, **sections):
    """A Profile of COINr's two tables. Further sections as keyword arguments, each a dict:
    from_coin(iData, iMeta, normalise={"method": "zscore"}).

    Units are uCode (uName), periods Time where a unit has several; Direction, Weight, Parent,
    Target and Denominator mean what they mean there. Where nothing else is said: min-max to
    0..100, weighted arithmetic means, as COINr's own defaults; nothing is imputed or treated.
    """
    data = {"unit": "uCode"}
    if "uName" in iData:
        data["name"] = "uName"
    if "Time" in iData:
        if iData["uCode"].duplicated().any():
            data["period"] = "Time"
        else:
            data["ignore"] = "Time"
    profile = {"profile": {"language": "en"}, "data": data, "index": {"tree": "iMeta.csv"}}
    for name, keys in sections.items():
        profile.setdefault(name.replace("__", "."), {}).update(keys)
    made = Profile(profile, iData)
    made.files["iMeta.csv"] = iMeta
    return made


def _levels(nodes):
    """The level of each node as COINr counts: indicators 1, a parent one above its highest child."""
    level = {}
    for node in reversed(nodes):
        own = level.setdefault(node["id"], 1)
        if node["parent"]:
            level[node["parent"]] = max(level.get(node["parent"], 1), own + 1)
    return level


def _to_coin(results):
    nodes = results.manifest["nodes"]
    level = _levels(nodes)
    meta = pandas.DataFrame([{
        "Level": level[n["id"]], "iCode": n["id"],
        "iName": n.get("title_en") or n.get("title") or n["id"],
        "Direction": -1 if n.get("direction") == "negative" else 1, "Weight": n.get("weight", 1),
        "Unit": n.get("unit") or "", "Parent": n["parent"] or None,
        "Type": "Indicator" if n["kind"] == "indicator" else "Aggregate"} for n in nodes])
    scores = results.scores
    if scores["period"].nunique() > 1:
        scores = scores[scores["period"] == list(scores["period"])[-1]]
    scores = scores.set_index("code")
    out = {"iMeta": meta}
    for name, stage in (("Raw", "raw"), ("Treated", "treated"), ("Normalised", "normalised")):
        frame = results.matrix(stage)
        if "period" in frame.index.names:
            frame = frame.xs(scores["period"].iloc[0], level="period")
        if "class" in frame.index.names:
            frame = frame.droplevel("class")
        out[name] = frame.rename_axis(index="uCode", columns=None)
    ids = [n["id"] for n in nodes]
    above = [i for i in ids if i in scores and i not in out["Normalised"]]
    out["Aggregated"] = out["Normalised"].join(scores[above].rename_axis(index="uCode"))
    out["ranks"] = scores[["rank"]].rename_axis(index="uCode")
    data = out["Raw"].reset_index()
    names = scores["name"].reindex(data["uCode"]).to_numpy() if "name" in scores else data["uCode"]
    data.insert(1, "uName", names)
    out["iData"] = data
    return out

# SPDX-License-Identifier: MIT
"""scripts/python/heng.py: frames in, frames out, to the bit; errors with their place."""

import os
import pathlib
import sys
import unittest
import warnings

import numpy
import pandas

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "scripts" / "python"))
import heng  # noqa: E402

COUNTIES = TOP / "config" / "zhejiang-counties.ini"
PROFILE = {
    "profile": {"title_en": "Mine", "language": "en"},
    "data": {"unit": "code", "name": "name"},
    "index": {"id": "mine", "dimensions": ["one", "two"]},
    "dimension.one": {"indicators": ["a", "b"], "title_en": "First"},
    "dimension.two": {"indicators": ["c"]},
}


def table():
    return pandas.DataFrame({
        "code": ["01", "02", "03", "04"],
        "name": ["A, \"quoted\"", "NA", "三", "D"],
        "a": [0.1, 0.2, 0.1 + 0.2, 1 / 3],
        "b": [3, numpy.nan, 1, 7],
        "c": [1e-300, 2.5e300, 5e-324, 123456789.123456789],
    })


def bits(series):
    return series.to_numpy(dtype=float).tobytes()


class Frames(unittest.TestCase):
    def test_numbers_come_back_to_the_bit(self):
        raw = heng.run(PROFILE, data=table()).matrix("raw")
        for name in "abc":
            self.assertEqual(bits(raw[name]), bits(table()[name]), name)

    def test_names_stay_names(self):
        scores = heng.run(PROFILE, data=table()).scores.sort_values("code")
        self.assertEqual(list(scores["code"]), ["01", "02", "03", "04"])
        self.assertEqual(list(scores["name"]), list(table()["name"]))

    def test_an_index_with_a_name_is_a_column(self):
        self.assertEqual(bits(heng.run(PROFILE, data=table().set_index("code")).scores["score"]),
                         bits(heng.run(PROFILE, data=table()).scores["score"]))

    def test_scores_are_those_of_pandas(self):
        f = table().set_index("code")[["a", "b", "c"]]
        n = 100 * (f - f.min()) / (f.max() - f.min())
        want = (n[["a", "b"]].mean(axis=1) + n["c"]) / 2
        got = heng.run(PROFILE, data=table()).scores.set_index("code")
        self.assertLess((got["score"] - want).abs().max(), 1e-11)
        self.assertEqual(list(got["rank"].sort_index()),
                         list(want.rank(ascending=False, method="min").astype(int)))

    def test_set_overrides(self):
        plain = heng.run(PROFILE, data=table())
        flat = heng.run(PROFILE, data=table(), set={"normalise.method": "zscore"})
        deep = heng.run(PROFILE, data=table(), set={"normalise": {"method": "zscore"}})
        self.assertEqual(bits(flat.scores["score"]), bits(deep.scores["score"]))
        self.assertNotEqual(bits(flat.scores["score"]), bits(plain.scores["score"]))

    def test_a_frame_in_place_of_a_profiles_table(self):
        data = pandas.read_csv(TOP / "config/data/zhejiang_2024.csv", dtype={"code": str},
                               float_precision="round_trip")
        self.assertEqual(bits(heng.run(COUNTIES, data=data).scores["score"]),
                         bits(heng.run(COUNTIES).scores["score"]))

    def test_a_kept_folder(self):
        heng.run(PROFILE, data=table(), output="kept")
        self.assertTrue(os.path.isfile("kept/run.json"))

    def test_folders_go_with_the_last_that_refers_to_them(self):
        folder = pathlib.Path(heng.run(PROFILE, data=table()).folder)
        self.assertFalse(folder.parent.exists())
        tables = heng.run(PROFILE, data=table()).tables
        self.assertEqual(len(tables["scores"]), 4)


class Results(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.run_ = heng.run(COUNTIES)

    def test_tables_and_manifest(self):
        self.assertEqual(self.run_.manifest["index"], "zhejiang_counties")
        self.assertIn("weights", self.run_.tables)
        self.assertEqual(self.run_.matrix().shape, (90, 36))
        with self.assertRaisesRegex(KeyError, "no table nothing"):
            self.run_.tables["nothing"]

    def test_league(self):
        league = self.run_.league("市辖区")
        self.assertEqual(len(league), 37)
        self.assertEqual(list(league["rank"]), sorted(league["rank"]))
        self.assertIn("经济发展", league.columns)
        self.assertIn("滨江区", self.run_._repr_html_())

    def test_map_and_page(self):
        shown = self.run_.map()
        self.assertIn("id=\"map\"", shown.html)
        self.assertEqual(shown.html.count("<figure"), 1)
        self.assertIn("<style>", shown.html)
        self.assertTrue(shown._repr_html_().startswith("<iframe srcdoc="))
        with self.assertRaisesRegex(KeyError, "no figure nowhere"):
            self.run_.report().figure("nowhere")

    def test_explain_compare_robust_look(self):
        self.assertIn("330108", heng.explain(COUNTIES, "滨江区"))
        other = heng.run(COUNTIES, set={"aggregate.method": "geometric"})
        changes = heng.compare(self.run_, other).tables["compare"]
        self.assertEqual(len(changes), 90)
        robust = heng.robust(PROFILE | {"uncertainty": {"replicates": 50, "weights": "uniform"}},
                             data=table())
        self.assertEqual(len(robust.tables["robust"]), 4)
        self.assertIn("[data]", heng.look(TOP / "config/data/zhejiang_2024.csv"))


class Errors(unittest.TestCase):
    def test_file_and_line(self):
        broken = PROFILE | {"dimension.one": {"indicators": ["a", "nowhere"]}}
        with self.assertRaises(heng.ProfileError) as caught:
            heng.run(broken, data=table())
        self.assertEqual(caught.exception.code, 78)
        self.assertTrue(caught.exception.file.endswith("profile.ini"))
        self.assertEqual(caught.exception.line, 15)
        self.assertIn("nowhere", str(caught.exception))

    def test_kinds(self):
        with self.assertRaises(heng.InputError):
            heng.run("no-such.ini")
        with self.assertRaises(heng.DataError):
            heng.run(PROFILE, data=table().assign(a=["x", 1, 2, 3]))
        with self.assertRaises(heng.UsageError):
            heng.explain(COUNTIES, "no such unit")

    def test_check_is_a_frame(self):
        self.assertEqual(len(heng.check(PROFILE, data=table())), 0)
        broken = PROFILE | {"dimension.one": {"indicators": ["x1", "x2"]}}
        found = heng.check(broken, data=table())
        self.assertGreaterEqual(len(found), 2)
        self.assertEqual(list(found.columns), ["file", "line", "message"])

    def test_a_part_that_fails_is_a_warning(self):
        os.makedirs("own/weights", exist_ok=True)
        pathlib.Path("own/weights/broken.lua").write_text("""return heng.weights {
  id = "broken", title = "broken", title_en = "broken", summary = "Fails.", formula = "none",
  source = "own", domain = "none", weigh = function(x, p, info) error("out of order") end }
""", encoding="utf-8")
        part = PROFILE | {"weights.one": {"method": "broken"}}
        part["profile"] = part["profile"] | {"scripts": pathlib.Path("own")}
        with self.assertWarnsRegex(heng.HengWarning, "out of order"):
            run = heng.run(part, data=table())
        self.assertTrue(run.failures)

    def test_one_value_is_one_line(self):
        with self.assertRaises(ValueError):
            heng.run(PROFILE | {"profile": {"title_en": "a\n[data]\npath = /etc/passwd"}},
                     data=table())


class Coin(unittest.TestCase):
    def test_there_and_back(self):
        first = heng.run(PROFILE, data=table()).to_coin()
        second = heng.from_coin(first["iData"], first["iMeta"]).run()
        self.assertEqual(list(second.scores.sort_values("code")["rank"]),
                         list(first["ranks"].sort_index()["rank"]))
        self.assertEqual(bits(second.matrix()["c"]), bits(first["Normalised"]["c"]))

    def test_asem(self):
        folder = os.environ.get("HENG_REFERENCE")
        if not folder or not os.path.isdir(folder + "/asem"):
            self.skipTest("HENG_REFERENCE names no asem")

        def read(name):
            return pandas.read_csv(folder + "/asem/" + name, float_precision="round_trip")
        run = heng.from_coin(read("raw/ASEM_iData.csv"), read("raw/ASEM_iMeta.csv"),
                             impute={"method": "class_mean", "by": "EurAsia_group"},
                             treat={"method": "winsorise"}).run()
        got = run.to_coin()["Aggregated"]
        want = read("pipeline/Aggregated.csv").set_index("uCode").loc[got.index]
        shared = [c for c in got.columns if c in want]
        self.assertEqual(len(shared), 60)
        self.assertLess((got[shared] - want[shared]).abs().max().max(), 1e-12)


if __name__ == "__main__":
    warnings.simplefilter("error", heng.HengWarning)
    unittest.main()

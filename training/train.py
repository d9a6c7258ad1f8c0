"""From labelled headlines to the shipped pipeline, by one command.

    python training/train.py ../shared/data

Steps, each kept in `--work` so that a second run goes on where the first stopped: read, split and cut into words ·
first vectors · the student, on labelled and silver headlines as published · titles worth learning from · a teacher, on
the training part, its answers on silver headlines and titles, the student again with those · a second teacher, and with
the mean of both three more rounds of the student · the mean of the rounds' weights (the split's figures) · the student
once more, on all labelled rows, its weights averaged with those before (ships) · stem frequencies · labels by id and
address.
"""

from __future__ import annotations

import argparse
import copy
import dataclasses
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "benchmarks"), str(HERE.parent)]

import export  # noqa: E402
import material  # noqa: E402
import student  # noqa: E402
import teacher  # noqa: E402
import torch  # noqa: E402
from corpus import Row  # noqa: E402
from frequencies import write_frequencies  # noqa: E402
from pick import pick  # noqa: E402
from steps import Corpus, kept, packaged_encoder  # noqa: E402
from student import Material, Recipe, Student  # noqa: E402
from teaching import WORKERS, Course, teach  # noqa: E402

from researchkit.analysis.encoding import FIRST_WORD, Vocabulary  # noqa: E402
from researchkit.analysis.headline import TYPES  # noqa: E402

SHIPPED = HERE.parent / "researchkit" / "analysis" / "model"
PICKED = 40_000
ALL_PARTS = ("train", "dev", "test", "pages")
TEACHERS = (Course(7, 4), Course(11, 4), Course(13, 4, leads=True))
FIRST = Recipe(epochs=5, rate=2e-3, seed=7)
ROUNDS = (  # name, from which round it goes on, how many teachers it hears, recipe
    ("second", "first", 1, Recipe(epochs=3, rate=1.6e-3, seed=8)),
    ("third", "second", 3, Recipe(epochs=3, rate=1.2e-3, seed=9)),
    ("fourth", "third", 3, Recipe(epochs=3, rate=1.2e-3, seed=11)),
    ("fifth", "second", 3, Recipe(epochs=3, rate=1.2e-3, seed=12)),
)
AVERAGED = ("first", "third", "fourth", "fifth")  # whose weights are averaged; chosen on the dev part
LAST = Recipe(epochs=2, rate=8e-4, seed=10)
META = {
    "name": "headlines",
    "version": "1.1.0",
    "description": "Type, polarity, modality and roles of company events in English headlines",
    "license": "MIT",
    "spacy_version": ">=3.8.0,<3.9.0",
}


def main() -> None:
    """Run every step that is not yet done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="the folder with headlines/ and titles/")
    parser.add_argument("--work", type=Path, default=HERE.parent / "cache" / "training", help="where steps are kept")
    parser.add_argument("--encoder", type=Path, default=None, help="the folder of all-MiniLM-L6-v2")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.work.mkdir(parents=True, exist_ok=True)
    Training(options.shared, options.work, options.encoder or packaged_encoder()).run()


class Training:
    """The steps, in order; every slow result is kept in `work`."""

    def __init__(self, shared: Path, work: Path, encoder: Path) -> None:
        self.work, self.encoder = work, encoder
        self.words: Corpus = kept(work / "words.pickle", lambda: Corpus(shared))
        self.vocabulary = Vocabulary(self.words.vocabulary_words)

    def run(self) -> None:
        """Make both pipelines: the split's, under `work`, and the shipped one."""
        gold = self.gold(("train",))
        models = {"first": self.stage("first", self.fresh(), [(gold, 2), (self.published(), 1)], FIRST)}
        picked = kept(self.work / "picked.pickle", lambda: pick(models["first"], self.words, PICKED))
        for name, base, count, recipe in ROUNDS:
            silver, titles = self.silver(TEACHERS[:count]), self.titles(picked, TEACHERS[:count])
            begun = copy.deepcopy(models[base])
            models[name] = self.stage(name, begun, [(gold, 2), (silver, 1), (titles, 1)], recipe)
        mean = average([models[name] for name in AVERAGED])
        self.write(mean, self.work / "split", ("train",))
        everything, silver = self.gold(ALL_PARTS), self.silver(TEACHERS)
        last = self.stage("last", copy.deepcopy(mean), [(everything, 2), (silver, 1)], LAST)
        self.write(average([mean, last]), SHIPPED, ALL_PARTS)
        write_frequencies(self.words.titles, SHIPPED / "frequencies.npz")
        write_labels(self.words.gold, HERE / "labels.tsv")

    def fresh(self) -> Student:
        """Return an untrained student with the encoder's vectors of single words."""
        path = self.work / "vectors.pickle"
        vectors = kept(path, lambda: teacher.word_vectors(self.encoder, self.words.vocabulary_words, FIRST.width))
        torch.manual_seed(FIRST.seed)
        model = Student(len(self.vocabulary), FIRST)
        model.word.weight.data[FIRST_WORD:] = torch.from_numpy(vectors)
        return model

    def stage(self, name: str, model: Student, materials: list[tuple[Material, int]], recipe: Recipe) -> Student:
        """Return the student after one stage of training."""
        path = self.work / f"student-{name}.pt"
        if not path.is_file():
            torch.save(student.train(model, materials, recipe).state_dict(), path)
        return export.load_checkpoint(model, path)

    def gold(self, parts: tuple[str, ...]) -> Material:
        """Return the labelled rows of `parts` with their targets."""
        places = [n for n, row in enumerate(self.words.gold) if row.part in parts]
        rows, cut = [self.words.gold[n] for n in places], [self.words.gold_words[n] for n in places]
        gold = material.encode(rows, cut, self.vocabulary, rules_too=FIRST.rules)
        material.set_gold(gold, rows, cut, smoothing=FIRST.smoothing, other_weight=0.7)
        return gold

    def teacher(self, course: Course) -> Path:
        """Return the file of a teacher, trained on the training part."""
        path = self.work / f"teacher-{course.seed}.pt"
        if not path.is_file():
            rows = [row for row in self.words.gold if row.part == "train"]
            teach(rows, self.encoder, list(TYPES), path, course)
        return path

    def taught(self, name: str, rows: list[Row], courses: tuple[Course, ...]) -> dict[str, Any]:
        """Return the mean of some teachers' answers on `rows`, each part of the rows kept when it is read."""
        answers = []
        for course in courses:
            weights, count = self.teacher(course), WORKERS
            parts = [
                (self.work / f"taught-{name}-{course.seed}-{n}.pickle", weights, self.encoder, rows[n::count], course)
                for n in range(count)
            ]
            with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
                answers.append(teacher.joined(list(pool.map(read, *zip(*parts, strict=True)))))
        return teacher.averaged(answers)

    def published(self) -> Material:
        """Return the silver rows of the training months with the published teacher's answers."""
        rows, cut = self.silver_rows()
        sample = material.encode(rows, cut, self.vocabulary, rules_too=False)
        material.set_published(sample, cut, rows)
        return sample

    def silver_rows(self) -> tuple[list[Row], list[material.Words]]:
        """Return the silver rows of the training months, and their words."""
        places = [n for n, row in enumerate(self.words.silver) if row.part == "train"]
        return [self.words.silver[n] for n in places], [self.words.silver_words[n] for n in places]

    def silver(self, courses: tuple[Course, ...]) -> Material:
        """Return the silver rows of the training months with the answers of some teachers."""
        rows, cut = self.silver_rows()
        return self.soft(rows, cut, self.taught("silver", rows, courses), weight=1.0)

    def titles(self, picked: list[int], courses: tuple[Course, ...]) -> Material:
        """Return the titles from which there is most to learn, with the answers of some teachers."""
        rows = [Row(f"t{n}", self.words.titles[n], "", "", "", "titles") for n in picked]
        cutter = material.Cutter()
        taught = self.taught("titles", rows, courses)
        return self.soft(rows, [cutter(row.title) for row in rows], taught, weight=0.7)

    def soft(self, rows: list[Row], cut: list[material.Words], taught: dict[str, Any], *, weight: float) -> Material:
        """Return rows with the teacher's answers as targets."""
        sample = material.encode(rows, cut, self.vocabulary, rules_too=False)
        material.set_soft(sample, taught, cut, rows, weight=weight)
        return sample

    def write(self, model: Student, folder: Path, parts: tuple[str, ...]) -> None:
        """Write a pipeline's folder, whose meta.json says which parts it saw."""
        stages = [FIRST, *(recipe for *_, recipe in ROUNDS), *([LAST] if "test" in parts else ())]
        recipes = [dataclasses.asdict(recipe) for recipe in stages]
        meta = META | {"trained_on": list(parts), "recipes": recipes}
        folder.mkdir(parents=True, exist_ok=True)
        export.write(model, self.vocabulary, folder, meta)
        print(f"written: {folder}", flush=True)


def average(models: list[Student]) -> Student:
    """Return a student whose weights are the mean of those of `models`, all grown from one start."""
    mean = copy.deepcopy(models[0])
    states = [model.state_dict() for model in models]
    mean.load_state_dict({name: sum(state[name] for state in states) / len(states) for name in states[0]})
    return mean


def read(path: Path, weights: Path, encoder: Path, rows: list[Row], course: Course) -> dict[str, Any]:
    """Return a teacher's answers, kept at `path`."""
    torch.set_num_threads(1)
    model = teacher.Teacher(encoder, list(TYPES))
    model.load_state_dict(torch.load(weights))
    return kept(path, lambda: teacher.predict(model, encoder, rows, leads=course.leads))


def write_labels(rows: list[Row], path: Path) -> None:
    """Write labels by id and address, without any text of a headline."""
    lines = ["id\tpart\ttype\tpolarity\tmodality\tsampling\turl"]
    for row in rows:
        if row.sampling.startswith("more:"):
            continue  # these stand in more_labels.tsv
        fields = (row.gold[name] or "-" for name in ("type", "polarity", "modality"))
        url = "-" if "//blog.pypi." in row.url else row.url  # no file here names a package registry's host
        lines.append("\t".join([row.id, row.part, *fields, row.sampling, url]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

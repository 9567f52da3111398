"""The commands that answer: deals and brief, as a person runs them."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WAGE = ROOT / "scenarios" / "wage-round"


def run(*words: str | Path, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pourparler", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf8",
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100", **environment},
        timeout=240,
        check=False,
    )


def test_brief_writes_a_page_and_its_twin_and_prints_three_sentences(tmp_path: Path) -> None:
    done = run("brief", WAGE, "--draws", "40", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "briefings" / "wage-round"
    assert sorted(path.name for path in folder.iterdir()) == ["briefing.html", "briefing.json"]
    lines = done.stdout.strip().splitlines()
    assert lines[0].startswith("Wrote ")
    assert lines[0].endswith("briefing.html")
    assert lines[-1].startswith("There is room for a deal")
    content = json.loads((folder / "briefing.json").read_text(encoding="utf8"))
    assert content["title"] == "A wage round at Brackwater Pumps"
    assert content["draws"] == 40
    assert content["rooms"]["deals"]["possible_deals"] == 2889


def test_the_same_case_and_seed_give_the_same_bytes_whatever_the_process(tmp_path: Path) -> None:
    digests = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        done = run("brief", WAGE, "--draws", "30", "--out", out, "--format", "html,json,md", PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
        digests.append(
            [hashlib.sha256((out / f"briefing.{kind}").read_bytes()).hexdigest() for kind in ("html", "json", "md")]
        )
    assert digests[0] == digests[1]


def test_another_seed_gives_other_draws(tmp_path: Path) -> None:
    pages = []
    for seed in ("1", "2"):
        run("brief", WAGE, "--draws", "30", "--out", tmp_path / seed, "--format", "json", "--seed", seed)
        pages.append((tmp_path / seed / "briefing.json").read_text(encoding="utf8"))
    assert pages[0] != pages[1]


def test_pdf(tmp_path: Path) -> None:
    done = run("brief", WAGE, "--draws", "20", "--out", tmp_path, "--format", "pdf")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "briefing.pdf").read_bytes().startswith(b"%PDF-")


def test_deals_reads_in_a_terminal_and_as_json() -> None:
    read = run("deals", WAGE, "--draws", "20")
    assert read.returncode == 0, read.stderr
    assert "There is room for a deal" in read.stdout
    assert "Pay rise" in read.stdout
    found = json.loads(run("deals", WAGE, "--draws", "20", "--json").stdout)
    assert found["draws"] == 20
    assert set(found["deals"]) >= {"nash", "kalai-smorodinsky", "egalitarian", "utilitarian", "today"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["brief", WAGE, "--format", "docx"], "'docx' is not known; known are: html, md, json, pdf"),
        (["brief", WAGE, "--format", ","], "no format is named"),
        (["brief", "nowhere"], "pourparler init nowhere"),
        (["deals", WAGE, "--draws", "0"], "--draws"),
        (["deals", WAGE, "--seed", "-1"], "--seed"),
    ],
)
def test_wrong_words_are_answered_with_exit_code_2(words: list[str | Path], says: str, tmp_path: Path) -> None:
    done = run(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = run("brief", WAGE, "--draws", "5", "--format", "json", "--out", tmp_path / "file" / "below")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "--out" in done.stderr


def test_issues_tied_into_too_large_a_block_are_refused_by_name_and_number(tmp_path: Path) -> None:
    issues = "\n".join(f"  i{n}: {{name: Issue {n}, options: {{a: A, b: B, c: C, d: D}}, today: a}}" for n in range(14))
    stakes = "\n".join(f"      i{n}: {{weight: 1, values: {{a: 0, b: 30, c: 60, d: 100}}}}" for n in range(14))
    rule = ", ".join(f"i{n}: d" for n in range(14))
    (tmp_path / "scenario.yaml").write_text(
        f"format: 1\ntitle: Large\nas_of: 2024-01-01\nseed: 1\n"
        f"parties:\n  p: {{name: P, role: principal}}\n  q: {{name: Q, role: principal}}\n"
        f"issues:\n{issues}\npreferences:\n  p:\n    issues:\n{stakes}\n  q:\n    issues:\n{stakes}\n"
        f"rules:\n  - never: {{{rule}}}\n"
    )
    done = run("brief", tmp_path, cwd=tmp_path)
    assert done.returncode == 2
    assert f"{4**14:,}" in done.stderr
    assert "Issue 13" in done.stderr
    assert "10,000,000" in done.stderr
    assert not (tmp_path / "briefings").exists()


def test_check_names_the_red_line_that_leaves_no_deal(tmp_path: Path) -> None:
    text = (
        "format: 1\ntitle: T\nas_of: 2024-01-01\nseed: 1\n"
        "parties: {p: {name: P, role: principal}, q: {name: Q, role: principal}}\n"
        "issues: {x: {name: X, options: {a: Aye, b: Bee}, today: a}}\n"
        "preferences:\n"
        "  p:\n    judged: {by: me, on: 2024-01-01}\n    walk_away: 0\n"
        "    issues: {x: {weight: 100, values: {a: 0, b: 100}}}\n"
        "    red_lines:\n      - never: {x: [a, b]}\n"
        "  q:\n    judged: {by: me, on: 2024-01-01}\n    walk_away: 0\n"
        "    issues: {x: {weight: 100, values: {a: 100, b: 0}}}\n"
    )
    (tmp_path / "scenario.yaml").write_text(text)
    done = run("check", tmp_path)
    assert done.returncode == 0
    assert "scenario.yaml:13:9: with this red line every deal is impossible" in done.stdout
    briefed = run("brief", tmp_path, "--draws", "5", cwd=tmp_path)
    assert briefed.returncode == 0, briefed.stderr
    assert "There is no deal" in briefed.stdout
    assert "red line of P" in briefed.stdout

"""Files are written whole or not at all."""

import os
from pathlib import Path

import pytest

from pourparler.files import reason, write_whole


def test_it_writes_and_replaces(tmp_path):
    target = tmp_path / "out.html"
    for content in (b"", b"one", b"\x00\xff" * 100_000, b"two"):
        write_whole(target, content)
        assert target.read_bytes() == content
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_rights_are_those_of_any_new_file(tmp_path, mask):
    before = os.umask(mask)
    try:
        write_whole(tmp_path / "whole", b"x")
        (tmp_path / "plain").write_bytes(b"x")
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert (tmp_path / "whole").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_the_longest_names_can_be_written(tmp_path):
    write_whole(tmp_path / ("n" * 255), b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["n" * 255]


def test_nothing_is_left_behind_where_the_name_is_a_folder(tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="taken"):
        write_whole(tmp_path / "taken", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_nothing_is_left_behind_where_the_folder_is_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "missing" / "file", b"x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("failing", [OSError("disk full"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", ["chmod", "replace"])
def test_nothing_is_left_behind_and_the_old_file_stays(tmp_path, monkeypatch, failing, step):
    target = tmp_path / "out"
    target.write_bytes(b"old")

    def fail(*given, **named):
        raise failing

    monkeypatch.setattr(Path, step, fail)
    with pytest.raises(type(failing)):
        write_whole(target, b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_reasons():
    assert reason(FileNotFoundError(2, "No such file")) == "No such file"
    assert reason(ValueError("embedded null byte")) == "not a usable name"
    assert reason(OSError("odd")) == "not a usable name"

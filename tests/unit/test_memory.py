"""What a process keeps of what it read: within a size, the oldest making room."""

from __future__ import annotations

from service.memory import Memory


def test_what_was_kept_is_found_again() -> None:
    memory: Memory[str, str] = Memory(10)
    assert memory.get("a") is None
    memory.keep("a", "first", 4)
    memory.keep("a", "again", 4)
    assert memory.get("a") == "first"


def test_the_oldest_make_room() -> None:
    memory: Memory[str, str] = Memory(10)
    for key, size in (("a", 3), ("b", 4), ("a", 3), ("c", 3)):
        memory.keep(key, key, size)
    assert [memory.get(key) for key in "abc"] == ["a", "b", "c"]
    memory.keep("d", "d", 6)
    assert [memory.get(key) for key in "abcd"] == [None, None, "c", "d"]


def test_what_is_too_large_is_not_kept() -> None:
    memory: Memory[str, str] = Memory(10)
    memory.keep("a", "a", 11)
    assert memory.get("a") is None
    memory.keep("b", "b", 10)
    assert memory.get("b") == "b"

"""Settings: what an operator may write, and the one sentence that tells what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.settings import SettingInvalid, SettingUnknown, read_settings

SECRET = "rahasia-sekali"


def test_without_any_variable_everything_is_in_the_folder_var(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = read_settings({"PATH": "/bin"})
    assert settings.var == tmp_path / "var"
    assert settings.database_url == f"sqlite:///{tmp_path}/var/laksana.db"
    assert not settings.secure_cookies
    assert (settings.workers, settings.threads) == (2, 4)
    assert settings.proxies == "127.0.0.1,::1"


def test_an_empty_variable_counts_as_absent(tmp_path: Path) -> None:
    empty = {"LAKSANA_VAR": str(tmp_path), "LAKSANA_SECURE_COOKIES": "", "LAKSANA_WORKERS": ""}
    assert read_settings(empty) == read_settings({"LAKSANA_VAR": str(tmp_path)})


def test_what_is_written_is_taken(tmp_path: Path) -> None:
    settings = read_settings(
        {
            "LAKSANA_VAR": str(tmp_path / "data" / "laksana"),
            "LAKSANA_DATABASE_URL": "postgresql://host/laksana",
            "LAKSANA_SECURE_COOKIES": "1",
            "LAKSANA_WORKERS": "3",
            "LAKSANA_THREADS": "8",
            "LAKSANA_PROXIES": "10.0.0.5, 172.16.0.0/12",
        }
    )
    assert settings.var.is_dir()
    assert settings.database_url == "postgresql://host/laksana"
    assert settings.secure_cookies
    assert (settings.workers, settings.threads) == (3, 8)
    assert settings.proxies == "10.0.0.5, 172.16.0.0/12"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("LAKSANA_SECURE_COOKIES", "ya", "isi 1 atau 0"),
        ("LAKSANA_SECURE_COOKIES", "true", "isi 1 atau 0"),
        ("LAKSANA_WORKERS", "banyak", "bilangan bulat dari 1 sampai 64"),
        ("LAKSANA_WORKERS", "0", "bilangan bulat dari 1 sampai 64"),
        ("LAKSANA_THREADS", "-1", "bilangan bulat dari 1 sampai 64"),
        ("LAKSANA_THREADS", "65", "bilangan bulat dari 1 sampai 64"),
        ("LAKSANA_THREADS", "²", "bilangan bulat dari 1 sampai 64"),
        ("LAKSANA_PROXIES", "nginx", "alamat IP atau jaringan"),
        ("LAKSANA_PROXIES", "10.0.0.1,", "alamat IP atau jaringan"),
        ("LAKSANA_VAR", "/dev/null", "harus folder, bukan berkas"),
        ("LAKSANA_VAR", "/dev/null/laksana", "tidak dapat dibuat"),
    ],
)
def test_a_wrong_value_is_told_with_its_name_and_what_is_expected(
    tmp_path: Path, name: str, value: str, expected: str
) -> None:
    with pytest.raises(SettingInvalid) as told:
        read_settings({"LAKSANA_VAR": str(tmp_path), name: value})
    assert f'{name}="{value}"' in str(told.value)
    assert expected in str(told.value)


def test_a_folder_that_cannot_be_written_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may write anywhere, so the answer of the system is given here.
    monkeypatch.setattr("os.access", lambda _path, _mode: False)
    with pytest.raises(SettingInvalid, match="tidak dapat ditulis"):
        read_settings({"LAKSANA_VAR": str(tmp_path)})


def test_a_misspelt_name_is_not_passed_over(tmp_path: Path) -> None:
    address = f"postgresql://laksana:{SECRET}@host/laksana"
    with pytest.raises(SettingUnknown) as told:
        read_settings({"LAKSANA_VAR": str(tmp_path), "LAKSANA_DATABSE_URL": address})
    assert "LAKSANA_DATABSE_URL tidak dikenal" in str(told.value)
    assert "LAKSANA_DATABASE_URL" in str(told.value)
    assert SECRET not in str(told.value)


def test_the_address_of_the_database_is_not_shown_with_the_settings(tmp_path: Path) -> None:
    address = f"postgresql://laksana:{SECRET}@host/laksana"
    settings = read_settings({"LAKSANA_VAR": str(tmp_path), "LAKSANA_DATABASE_URL": address})
    assert SECRET not in repr(settings)

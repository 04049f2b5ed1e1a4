"""Settings refuse odd values, and say how to mend them."""

import stat
import subprocess
import sys

import pytest

from madang.config.environment import SETTINGS, OddSetting, UnknownSetting, read, secret, source_secrets


def test_defaults_are_all_usable():
    values = read({})
    assert values["port"] == 8000
    assert values["host"] == "127.0.0.1"
    assert values["database"] is None
    assert set(values) == {s.name.removeprefix("MADANG_").lower() for s in SETTINGS}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("MADANG_PORT", "eighty", "1 to 65535"),
        ("MADANG_PORT", "70000", "1 to 65535"),
        ("MADANG_HTTPS", "maybe", "yes or no"),
        ("MADANG_LANGUAGE", "fr", "ko or en"),
        ("MADANG_DATABASE", "mysql://u@h/d", "postgresql://"),
        ("MADANG_DATABASE", "postgresql://u@h/", "postgresql://"),
        ("MADANG_PLACE", "ftp://host/x", "s3://"),
        ("MADANG_MEMORY", "64", "at least 256"),
        ("MADANG_CITY", "/nowhere/city.yaml", "YAML"),
        ("MADANG_TIME_ZONE", "Mars/Olympus", "Europe/London"),
        ("MADANG_PRIVATE_SOURCES", "10.0.0.0/99", "intranet.example.org"),
        ("MADANG_WATCHED_FOLDERS", "dropbox", "/srv/transport=transport"),
    ],
)
def test_an_odd_value_stops_the_start_and_says_how_to_mend_it(name, value, says):
    with pytest.raises(OddSetting) as caught:
        read({name: value})
    assert says in caught.value.text("en")
    assert name in caught.value.text("ko")
    assert says.split()[0] in caught.value.text("ko")


def test_a_misspelt_setting_is_named():
    with pytest.raises(UnknownSetting, match="MADANG_PROT"):
        read({"MADANG_PROT": "8000"})


def test_the_token_of_madang_upload_stops_no_other_command():
    assert "token" not in read({"MADANG_TOKEN": "mdg_x"})


def test_a_file_in_the_way_of_the_home_is_said(tmp_path):
    (tmp_path / "var").write_text("")
    with pytest.raises(OddSetting, match="stands in the way"):
        read({"MADANG_HOME": str(tmp_path / "var")})


def test_postgresql_address_is_taken_apart():
    database = read({"MADANG_DATABASE": "postgresql://mad%40ng:p%2Fw@db:5433/city"})["database"]
    assert (database["USER"], database["PASSWORD"], database["HOST"], database["PORT"], database["NAME"]) == (
        "mad@ng", "p/w", "db", "5433", "city",
    )  # fmt: skip


def test_the_secret_is_made_once_and_readable_by_its_owner_only(tmp_path):
    first = secret(tmp_path)
    assert len(first) >= 64
    assert secret(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_the_command_line_prints_the_message_and_no_traceback(tmp_path):
    result = subprocess.run(
        [sys.executable, "-m", "madang.cli.main", "doctor"],
        env={"MADANG_HOME": str(tmp_path), "MADANG_PORT": "none"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 1
    assert "MADANG_PORT='none' cannot be used" in result.stderr
    assert "Traceback" not in result.stderr


def test_mail_needs_a_known_address_when_any_name_is_answered():
    """Somebody could ask for another's password under a name of their own, and the mail would link there."""
    mail = {"MADANG_EMAIL": "smtp://mail.example.org", "MADANG_HOST": "0.0.0.0"}
    with pytest.raises(OddSetting, match="MADANG_URL"):
        read(mail)
    assert read(mail | {"MADANG_URL": "https://data.example.org"})["url"] == "https://data.example.org"
    assert read(mail | {"MADANG_HOSTS": "data.example.org"})["hosts"] == ["data.example.org"]


def test_secrets_for_sources_name_their_hosts_and_are_never_quoted():
    found = source_secrets({"MADANG_SECRET_BUS": "api.example.org,b.example.org:8443=k=3y", "MADANG_PORT": "80"})
    assert (found["BUS"].hosts, found["BUS"].value) == (("api.example.org", "b.example.org:8443"), "k=3y")
    assert "k=3y" not in repr(found)
    assert read({"MADANG_SECRET_BUS": "api.example.org=k3y"})["port"] == 8000
    for odd in ("s3cret", "=s3cret", "https://api.example.org=s3cret"):
        with pytest.raises(OddSetting, match="MADANG_SECRET_BUS") as caught:
            source_secrets({"MADANG_SECRET_BUS": odd})
        assert "s3cret" not in f"{caught.value.text('en')} {caught.value.text('ko')} {caught.value.__cause__}"

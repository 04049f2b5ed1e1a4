"""Why a file has no table, and what would mend it: a file that cannot be read is kept, and its page says this."""

from __future__ import annotations

from typing import ClassVar

from madang.ingest.tables import Finding, Reading
from madang.lib.problems import Problem, Text


class NoTable(Problem):
    """The root of every reason. Subclasses add what the publisher can do as `remedy_en` and `remedy_ko`.

    `severity` is "error" when the bytes are clearly not what was meant (an error page), so that nobody publishes them by
    accident over a good table; "info" when the file is fine but holds no table (a PDF).
    """

    remedy_en: ClassVar[str] = "Publish the table as CSV or XLSX."
    remedy_ko: ClassVar[str] = "표를 CSV나 XLSX로 게시하세요."
    severity: ClassVar[str] = "error"

    def remedy(self) -> Text:
        return {"en": self.remedy_en.format_map(self.facts), "ko": self.remedy_ko.format_map(self.facts)}

    def reading(self, reader: str) -> Reading:
        """The reading that stands for this file."""
        return Reading(
            format=reader,
            no_table={"reason": self.texts(), "remedy": self.remedy()},
            findings=(Finding(code=self.code, severity=self.severity, text=self.texts()),),
        )


class EmptyFile(NoTable):
    en = "{name} is empty (0 bytes)."
    ko = "{name}: 빈 파일입니다(0바이트)."
    remedy_en = "Ask the sender for the file again; the export or the transfer broke off."
    remedy_ko = "내보내기나 전송이 끊긴 것 같습니다. 보낸 곳에 파일을 다시 요청하세요."


class NoRows(NoTable):
    en = "{name} holds no rows of data."
    ko = "{name}: 데이터 행이 없습니다."
    remedy_en = "Check that the export held data, then send the file again."
    remedy_ko = "내보낸 자료에 데이터가 있는지 확인한 뒤 다시 보내세요."


class WebPage(NoTable):
    en = "{name} is a web page, not a table (its title: {title})."
    ko = "{name}: 표가 아니라 웹 페이지입니다(제목: {title})."
    remedy_en = (
        "The address may have answered with an error or a login page. Open it in a browser, then send the file itself."
    )
    remedy_ko = "주소가 오류나 로그인 페이지를 보냈을 수 있습니다. 브라우저로 확인한 뒤 파일 자체를 보내세요."


class ErrorBody(NoTable):
    en = "{name} is an error message of a server, not data: {message}"
    ko = "{name}: 데이터가 아니라 서버의 오류 메시지입니다: {message}"
    remedy_en = "Check the key, the address and the limits of the source, then fetch again."
    remedy_ko = "원천의 인증키, 주소, 호출 한도를 확인한 뒤 다시 가져오세요."


class NotText(NoTable):
    en = "{name} is not text: it holds {nuls} NUL bytes in its first {bytes} bytes."
    ko = "{name}: 텍스트가 아닙니다. 처음 {bytes}바이트에 NUL 바이트가 {nuls}개 있습니다."
    remedy_en = "Send the file that the program exported as CSV, or choose its encoding (UTF-16?) yourself."
    remedy_ko = "프로그램에서 CSV로 내보낸 파일을 보내거나 인코딩(UTF-16?)을 직접 고르세요."


class Prose(NoTable):
    en = "{name} is running text, not a table: only {share:.0%} of its lines have the same number of cells."
    ko = "{name}: 표가 아니라 글입니다. 셀 수가 같은 줄이 {share:.0%}뿐입니다."
    remedy_en = "If it holds a table, choose its delimiter, or publish the table as CSV or XLSX. The file is kept."
    remedy_ko = "표가 들어 있으면 구분자를 직접 고르거나 CSV나 XLSX로 게시하세요. 파일은 보관되어 있습니다."
    severity = "info"


class LineTooLong(NoTable):
    en = (
        "{name}: the record that begins on line {line} is longer than {megabytes} MB, so it cannot be a row of a table."
    )
    ko = "{name}: {line}행에서 시작하는 레코드가 {megabytes}MB를 넘어 표의 행으로 볼 수 없습니다."
    remedy_en = "Check the line ends and the quotes of the file; each record must end with a line break."
    remedy_ko = "파일의 줄바꿈과 따옴표를 확인하세요. 레코드마다 줄바꿈이 있어야 합니다."


class TooManyColumns(NoTable):
    en = "{name} has {columns:,} columns; at most {limit:,} can be read as a table."
    ko = "{name}: 열이 {columns:,}개입니다. 표로 읽을 수 있는 열은 최대 {limit:,}개입니다."
    remedy_en = "Turn the table so that repeated columns become rows, and check the delimiter."
    remedy_ko = "반복되는 열을 행으로 바꾸고(세로형), 구분자를 확인하세요."


MOST_COLUMNS = 5_000


def refuse_wide(name: str, columns: int) -> None:
    """Raise `TooManyColumns` for a table that is wider than any reader hands on."""
    if columns > MOST_COLUMNS:
        raise TooManyColumns(name=name, columns=columns, limit=MOST_COLUMNS)


class Unreadable(NoTable):
    """`detail` is a library's own English, or what the reader itself says in both languages."""

    en = "{name} could not be read as {format}: {detail[en]}"
    ko = "{name}: {format} 형식으로 읽을 수 없습니다: {detail[ko]}"
    remedy_en = "Open the file in the program that made it, save it again, and send it; or publish the table as CSV."
    remedy_ko = "파일을 만든 프로그램에서 열어 다시 저장한 뒤 보내거나 표를 CSV로 게시하세요."

    def __init__(self, *, name: str, format: str, detail: Text | object) -> None:
        said = (
            detail
            if isinstance(detail, dict)
            else {"en": detail, "ko": f"읽는 프로그램이 영어로 알린 까닭은 “{detail}”"}
        )
        super().__init__(name=name, format=format, detail=said)


def none_whole(name: str, format: str, records: int) -> Unreadable:
    """All of its records are damaged."""
    detail = {
        "en": f"{records:,} records, none of them whole",
        "ko": f"레코드 {records:,}개 가운데 온전한 것이 없습니다",
    }
    return Unreadable(name=name, format=format, detail=detail)


class Truncated(NoTable):
    """`detail` is in the library's own English, so no sentence quotes it."""

    en = "{name} cannot be unpacked: the {format} file is cut off or damaged."
    ko = "{name}: 압축을 풀 수 없습니다. {format} 파일이 중간에 끊겼거나 손상되었습니다."
    remedy_en = "Send the file again: the transfer probably broke off. If it fails again, pack it anew."
    remedy_ko = "전송이 끊긴 것 같습니다. 파일을 다시 보내고, 그래도 안 되면 새로 압축하세요."


class FeaturesMissing(NoTable):
    en = "{name} is cut off: it tells of {told:,} features and holds {found:,}."
    ko = "{name}: 파일이 중간에 끊겼습니다. 도형이 {told:,}개라고 하지만 {found:,}개만 있습니다."
    remedy_en = "Send the file again; the transfer broke off."
    remedy_ko = "전송이 끊긴 것 같습니다. 파일을 다시 보내세요."


class Bomb(NoTable):
    en = "{name} would unpack to {unpacked:,} bytes from {packed:,} (limits: {limit:,} bytes, {ratio} times); it was not unpacked."
    ko = "{name}: {packed:,}바이트가 {unpacked:,}바이트로 풀립니다(한도: {limit:,}바이트, {ratio}배). 풀지 않았습니다."
    remedy_en = "If the file is genuine, send its parts one by one, as CSV or Parquet."
    remedy_ko = "정상 파일이라면 나누어 CSV나 Parquet로 보내세요."


class Locked(NoTable):
    en = "{name} is protected by a password."
    ko = "{name}: 암호로 보호된 파일입니다."
    remedy_en = "Save it without a password, then send it again."
    remedy_ko = "암호를 해제해 저장한 뒤 다시 보내세요."


class ClimbsOut(NoTable):
    en = "{name} holds an entry that would be written outside its folder: {entry}. Nothing was unpacked."
    ko = "{name}: 폴더 밖에 쓰려는 항목이 있습니다: {entry}. 풀지 않았습니다."
    remedy_en = "Pack the archive again with plain relative names; if you did not make it, do not trust it."
    remedy_ko = "상대 경로 이름만 써서 다시 압축하세요. 직접 만든 파일이 아니면 믿지 마세요."


class NoSuchSheet(NoTable):
    en = "{name} has no sheet or member named {sheet}. It has: {names}"
    ko = "{name}: {sheet}(이)라는 시트나 항목이 없습니다. 있는 것: {names}"
    remedy_en = "Choose one of these names, or leave the choice out to read all."
    remedy_ko = "이 이름 가운데 고르거나, 고르지 않고 모두 읽으세요."

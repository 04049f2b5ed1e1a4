"""How asking an address can fail. `url` is always as it may be shown: without secrets."""

from __future__ import annotations

from madang.lib.problems import Problem


class NoAnswer(Problem):
    """The root of what a source on the web does wrong."""

    en = "{url} could not be reached: {detail}. Try again; if it stays so, ask who runs that server."
    ko = "{url}에 접속할 수 없습니다: {detail}. 다시 시도하고, 계속되면 그 서버의 담당자에게 문의하세요."


class OddAddress(Problem):
    en = "{url} is not an address that can be asked: {why_en} Write it as https://host/path."
    ko = "{url}은(는) 접속할 수 있는 주소가 아닙니다: {why_ko} https://호스트/경로처럼 쓰세요."


class NotTrusted(NoAnswer):
    en = "{url} does not prove who it is: {detail}. Its certificate must be renewed, or the city's own authority be trusted here."
    ko = "{url}의 신원을 확인할 수 없습니다: {detail}. 인증서를 갱신하거나, 이 컴퓨터가 도시의 인증 기관을 신뢰하게 하세요."


class TooSlow(NoAnswer):
    en = "{url} was too slow: {bytes:,} bytes in {seconds:.0f} seconds; Madang hung up. Try at another hour, or a smaller file."
    ko = "{url}의 응답이 너무 느립니다: {seconds:.0f}초 동안 {bytes:,}바이트를 받고 끊었습니다. 다른 시간에 하거나 더 작은 파일을 쓰세요."


class TooLarge(NoAnswer):
    en = "{url} sends more than {limit:,} bytes. Ask for the data in parts, or raise MADANG_UPLOAD."
    ko = "{url}이(가) {limit:,}바이트보다 많이 보냅니다. 나누어 요청하거나 MADANG_UPLOAD를 늘리세요."


class RedirectLoop(NoAnswer):
    en = "{url} sends us round in a circle: {chain}. A page that wants a cookie or a login does so; use the address of the file itself."
    ko = "{url}이(가) 같은 곳으로 되돌려 보냅니다: {chain}. 쿠키나 로그인이 필요한 페이지일 수 있으니 파일 자체의 주소를 쓰세요."


class TooManyRedirects(NoAnswer):
    en = "{url} sends us on more than {limit} times: {chain}. Use the address where that ends."
    ko = "{url}이(가) {limit}번 넘게 다른 주소로 보냅니다: {chain}. 마지막 주소를 직접 쓰세요."


class SecretSentOn(NoAnswer):
    en = "{url} sends us on to another server with a secret in the address ({chain}). A secret goes to its own host only."
    ko = "{url}이(가) 비밀값이 든 주소로 다른 서버에 보냅니다({chain}). 비밀값은 정해진 호스트에만 보냅니다."


class Downgrade(NoAnswer):
    en = "{url} sends us on to {target}, which is not encrypted. Anybody between could change the data; use an https address."
    ko = "{url}이(가) 암호화되지 않은 {target}(으)로 보냅니다. 도중에 내용이 바뀔 수 있으니 https 주소를 쓰세요."


class HalfFile(NoAnswer):
    en = "{url} broke off in the middle: {detail}. Nothing was kept. It is asked again next time."
    ko = "{url}이(가) 중간에 끊겼습니다: {detail}. 아무것도 보관하지 않았습니다. 다음에 다시 가져옵니다."


class OddPacking(NoAnswer):
    en = (
        "{url} answers in a packing that cannot be opened ({detail}). Its server must send the file plainly or in gzip."
    )
    ko = "{url}이(가) 풀 수 없는 방식({detail})으로 보냅니다. 서버가 그대로 또는 gzip으로 보내야 합니다."


class Bomb(NoAnswer):
    en = "{url} unpacks to more than {ratio} times its size ({bytes:,} bytes came). It was not unpacked further."
    ko = "{url}: 받은 {bytes:,}바이트가 {ratio}배 넘게 풀립니다. 더 풀지 않았습니다."


class Refused(NoAnswer):
    """A status that is no data. The subclasses say what to do about it."""

    en = "{url} answers with status {status}. Open it in a browser to see what it wants."
    ko = "{url}의 응답 상태가 {status}입니다. 브라우저로 열어 무엇을 요구하는지 확인하세요."


class NotThere(Refused):
    en = "There is nothing at {url} (status {status}). Check the address; the file may have moved to another."
    ko = "{url}에 아무것도 없습니다(상태 {status}). 주소를 확인하세요. 파일이 다른 주소로 옮겨졌을 수 있습니다."


class NotOpen(Refused):
    en = "{url} is not open to us (status {status}). It needs a key or a login: check the key, or ask its owner for an open address."
    ko = "{url}은(는) 열람 권한이 필요합니다(상태 {status}). 인증키를 확인하거나 관리 기관에 공개 주소를 요청하세요."


class Busy(Refused):
    en = "{url} is busy or closed for now (status {status}{after_en}). It is asked again later."
    ko = "{url}이(가) 지금은 바쁘거나 닫혀 있습니다(상태 {status}{after_ko}). 나중에 다시 요청합니다."


class ServerFailed(Refused):
    en = "The server of {url} failed (status {status}). Nothing here can mend that; it is asked again later."
    ko = "{url}의 서버에 오류가 났습니다(상태 {status}). 이쪽에서 고칠 수 없으며 나중에 다시 요청합니다."


def refused(url: str, status: int, retry_after: str = "") -> Refused:
    """The problem of a status that is neither 200 nor 304."""
    if status in (429, 503):
        after = {"after_en": f", asks for {retry_after}", "after_ko": f", 요청한 대기: {retry_after}"}
        return Busy(url=url, status=status, **(after if retry_after else dict.fromkeys(after, "")))
    kinds = {404: NotThere, 410: NotThere, 401: NotOpen, 403: NotOpen, 407: NotOpen}
    return kinds.get(status, ServerFailed if status >= 500 else Refused)(url=url, status=status)

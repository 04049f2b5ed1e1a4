"""Reading a log again: does every hour have the bytes that were written?"""

from __future__ import annotations

import hashlib

from madang.analysis.activity.add import Tell, silent
from madang.analysis.activity.log import Log


def check(log: Log, tell: Tell = silent) -> list[str]:
    """The files that are missing, changed or unknown; none when all is well. Raises `NoLog`."""
    faults = []
    with log.reading() as facts:
        wanted = {log.file(day, hour): told.sha256 for day, hours in facts.days.items() for hour, told in hours.items()}
        for done, (file, sha256) in enumerate(wanted.items(), 1):
            if not file.is_file():
                faults.append(f"{file.parent.name}/{file.name}: missing, 없음")
            else:
                with file.open("rb") as content:
                    if hashlib.file_digest(content, "sha256").hexdigest() != sha256:
                        faults.append(f"{file.parent.name}/{file.name}: changed, 바뀜")
            tell(done / len(wanted), {"en": file.name, "ko": file.name})
        strays = set(log.folder.glob("day=*/*")) - set(wanted)
        faults += [f"{file.parent.name}/{file.name}: unknown, 기록에 없음" for file in sorted(strays)]
    return faults

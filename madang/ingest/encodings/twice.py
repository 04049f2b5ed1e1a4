"""Text that was saved in the wrong encoding before it came here: valid UTF-8 that reads `ì„œìš¸` for 서울."""

from __future__ import annotations

from dataclasses import replace

from madang.ingest.encodings.decision import Decision
from madang.ingest.encodings.decoders import TWICE
from madang.ingest.encodings.evidence import Evidence
from madang.ingest.encodings.proof import offered, proof
from madang.ingest.tables import Finding

GAIN = 6.0  # natural logarithm; a warning may be wrong once in a while, a decision may not


def with_twice(decision: Decision, evidence: Evidence) -> Decision:
    """The decision with a finding and a choice that take the wrong saving back, when that gives a clearly likelier text.

    Until a person chooses it, the file stays the UTF-8 that it is.
    """
    now = evidence.likelihood("utf-8")
    gains = {name: evidence.likelihood(name) - now for name in TWICE}
    name = max(gains, key=lambda one: gains[one])
    if gains[name] < GAIN:
        return decision
    changed = [(token.decode("utf-8", "replace"), token.decode(name, "replace")) for token in evidence.words.tokens]
    samples = tuple(f"{before} = {after}" for before, after in changed if before != after)[:3]
    shown = "; ".join(samples)
    text = {
        "en": f"Letters were spoilt before the file came here: read in one encoding, saved in another ({shown})."
        f" The encoding {name} takes that back; choose it and look.",
        "ko": f"여기 오기 전에 글자가 깨졌습니다. 한 인코딩으로 읽어 다른 인코딩으로 저장한 파일입니다({shown})."
        f" 인코딩을 {name}(으)로 고르면 되돌립니다. 골라서 확인하세요.",
    }
    finding = Finding("saved-in-wrong-encoding", "warning", text, count=len(samples), sample=samples)
    lines = evidence.proof.lines
    others = [one for one in decision.choices if one["name"] != "utf-8"]
    choices = offered(lines, ("utf-8", name)) + others
    shown = proof(lines, "utf-8", name)
    return replace(decision, name="utf-8", notes=(*decision.notes, finding), choices=choices, proof=shown)

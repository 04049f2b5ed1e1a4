"""The subjects under which people look for a city's data, each tied to the data theme of the European vocabulary."""

from __future__ import annotations

from madang.catalog.models import Theme

_EU = "http://publications.europa.eu/resource/authority/data-theme/"

THEMES = (  # slug, Korean, English, EU data theme
    ("population", "인구·가구", "Population and households", "SOCI"),
    ("welfare", "복지", "Welfare and care", "SOCI"),
    ("health", "보건", "Health", "HEAL"),
    ("transport", "교통", "Transport", "TRAN"),
    ("housing", "주택·건설", "Housing and construction", "REGI"),
    ("urban", "도시관리", "City planning and places", "REGI"),
    ("environment", "환경", "Environment", "ENVI"),
    ("energy", "에너지", "Energy", "ENER"),
    ("economy", "산업·경제", "Economy and work", "ECON"),
    ("culture", "문화·관광", "Culture and tourism", "EDUC"),
    ("education", "교육", "Education", "EDUC"),
    ("safety", "안전", "Safety and justice", "JUST"),
    ("government", "행정·재정", "Government and finance", "GOVE"),
    ("technology", "과학·기술", "Science and technology", "TECH"),
    ("food", "농업·식품", "Farming and food", "AGRI"),
    ("international", "국제", "International", "INTR"),
)


def load() -> int:
    """Add the themes that are missing and return how many; what a city has edited stays as it is."""
    made = 0
    for position, (slug, ko, en, concept) in enumerate(THEMES):
        facts = {"name": {"ko": ko, "en": en}, "concept": _EU + concept, "position": position}
        made += Theme.objects.get_or_create(slug=slug, defaults=facts)[1]
    return made

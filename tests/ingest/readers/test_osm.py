"""Extracts of OpenStreetMap, as XML and as PBF, written here and read back."""

from __future__ import annotations

import osmium
import pytest
import shapely

from tests.ingest.readers.conftest import names, rejects, rows

XML = """<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6" generator="made">
  <node id="1" lat="37.5" lon="127.0" user="somebody" uid="7" version="1" timestamp="2020-01-01T00:00:00Z"/>
  <node id="2" lat="37.501" lon="127.0"/>
  <node id="3" lat="37.502" lon="127.001"/>
  <way id="10" user="somebody" uid="7"><nd ref="1"/><nd ref="2"/><nd ref="3"/>
    <tag k="highway" v="footway"/><tag k="name" v="세종대로"/><tag k="foot" v="yes"/></way>
  <way id="11"><nd ref="1"/><nd ref="2"/><tag k="building" v="yes"/></way>
  <way id="12"><nd ref="1"/><nd ref="2"/><nd ref="99"/><nd ref="3"/><nd ref="2"/><tag k="highway" v="steps"/></way>
  <way id="13"><nd ref="98"/><nd ref="99"/><tag k="highway" v="path"/></way>
</osm>
"""


def check(table):
    found = rows(table)
    assert names(table)[:4] == ["osm_id", "highway", "name", "foot"]
    assert [row[:4] for row in found] == [(10, "footway", "세종대로", "yes"), (12, "steps", None, None)]
    whole, pieces = (shapely.from_wkb(row[-1]) for row in found)
    assert list(whole.coords) == [(127.0, 37.5), (127.0, 37.501), (127.001, 37.502)]
    assert [len(piece.coords) for piece in pieces.geoms] == [2, 2]  # nothing is drawn across the missing node
    assert [text for _, _, text in rejects(table)] == ["way 13"]
    assert table.geometry_crs == "EPSG:4326"


def test_ways_of_an_extract_in_xml(reading):
    result = reading("seoul.osm", XML.encode())
    assert result.format == "osm"
    check(*result.tables)
    assert "OpenStreetMap contributors" in result.findings[0].text["en"]
    assert "somebody" not in str(result)


def test_ways_of_an_extract_in_pbf(reading, tmp_path):
    source, packed = tmp_path / "made.osm", tmp_path / "made.osm.pbf"
    source.write_text(XML)
    with osmium.SimpleWriter(str(packed)) as writer:
        for each in osmium.FileProcessor(str(source)):
            writer.add(each)
    result = reading("seoul.osm.pbf", packed.read_bytes())
    assert result.format == "osm"
    check(*result.tables)


def test_an_extract_without_ways_and_a_broken_one(reading):
    empty = XML.replace("highway", "waterway").encode()
    assert "holds no rows" in reading("seoul.osm", empty).no_table["reason"]["en"]
    broken = reading("seoul.osm", XML.encode()[:700])
    assert "could not be read as OpenStreetMap" in broken.no_table["reason"]["en"]
    assert "made" not in broken.no_table["reason"]["en"]  # no path of the machine


@pytest.mark.parametrize(
    "data", [b"\x00\x00\x00\x0e\x0a\x09OSMHeader", b"\xff\xff\xff\xff\x0a\x09OSMHeader" + b"\xff" * 200]
)
def test_an_opening_alone_is_told(reading, data):
    assert reading("seoul.pbf", data).no_table


def test_entities_of_xml_are_not_followed(reading):
    bomb = '<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert reading("seoul.osm", (bomb + XML.partition("?>")[2].replace("세종대로", "&b;")).encode()).no_table

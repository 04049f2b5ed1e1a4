"""GDAL with the formats that Madang reads and no other.

GDAL chooses a driver by what a file holds, whatever its name: some sixty formats, and among them files that name other files
or addresses (VRT, GDALG, WFS, ...). A "Shapefile" that is a VRT would publish any file of the machine, or ask any server.
"""

from __future__ import annotations

import importlib
import os
from types import ModuleType

from madang.lib.problems import Problem

READ = frozenset({"ESRI Shapefile", "GPKG", "KML", "LIBKML", "FlatGeobuf", "MEM"})
"""The drivers that stay; MEM holds what GDAL itself builds in memory."""
SKIPPED = (
    "PCIDSK", "PDS4", "VICAR", "PDF", "MBTiles", "EEDA", "OGCAPI", "GDALG", "MapInfo File", "LVBAG", "S57", "DGN", "OGR_VRT",
    "CSV", "GML", "GPX", "GeoJSON", "GeoJSONSeq", "ESRIJSON", "TopoJSON", "OGR_GMT", "SQLite", "WAsP", "OpenFileGDB", "DXF",
    "GeoRSS", "VFK", "PGDUMP", "OSM", "GPSBabel", "OGR_PDS", "WFS", "OAPIF", "EDIGEO", "Idrisi", "ODS", "XLSX",
    "Elasticsearch", "Carto", "AmigoCloud", "SXF", "Selafin", "JML", "PLSCENES", "CSW", "VDV", "MVT", "NGW", "MapML", "GTFS",
    "PMTiles", "JSONFG", "MiraMonVector", "ADBC", "AVCBin", "AVCE00", "AIVector", "HTTP",
)  # fmt: skip


class OtherDrivers(Problem):
    en = "GDAL would read formats that Madang must not open: {drivers}. Unset GDAL_DRIVER_PATH, or report the version of pyogrio."
    ko = (
        "GDAL이 마당이 열면 안 되는 형식을 읽습니다: {drivers}. GDAL_DRIVER_PATH를 지우거나 pyogrio 버전을 알려 주세요."
    )


def guard() -> None:
    """Keep GDAL from registering other drivers and from the network. It must come before the first import of pyogrio."""
    os.environ["GDAL_SKIP"] = ",".join(SKIPPED)
    os.environ["CPL_VSIL_CURL_ALLOWED_FILENAME"] = "/nothing"  # whatever a file asks for, no address is ever opened


def pyogrio() -> ModuleType:
    """The library that wraps GDAL, imported on first use. Raises `OtherDrivers`."""
    guard()
    pyogrio = importlib.import_module("pyogrio")
    others = pyogrio.list_drivers().keys() - READ
    if others:
        raise OtherDrivers(drivers=", ".join(sorted(others)))
    return pyogrio

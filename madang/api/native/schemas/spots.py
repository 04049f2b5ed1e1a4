"""Where taxis should wait, hour by hour of the night."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from madang.api.native.schemas.catalogue import Origin
from madang.api.native.schemas.shape import Shape, Words


class NightSpot(Shape):
    spot: str = Field(description="what the place is called")
    rank: int
    gain: float | None = Field(description="expected demand that this one adds")
    covered: float | None = Field(description="expected demand of the spots up to this one")
    share: float | None = Field(description="of the demand of the hour, or of the whole night, up to this one: 0 to 1")
    stays: float | None = Field(description="share of the night's hours in which it is chosen")
    rule: str | None = Field(description="required, or nothing")


class NightPoint(Shape):
    type: Literal["Point"]
    coordinates: list[float]


class NightFeature(Shape):
    type: Literal["Feature"]
    geometry: NightPoint
    properties: NightSpot


class NightFacts(Shape):
    """What the answer says of itself."""

    study: str
    run: str
    title: Words
    dataset: str
    resource: str
    revision: str
    published_at: datetime | None
    origin: Origin
    at: datetime = Field(description="the moment that was asked for, in the city's zone")
    time_zone: str
    day: str = Field(description="the kind of day: weekday or weekend, or mon to sun")
    hour: int | None = Field(
        description="the hour of the night; null by day, when there are no spots, and with `set=night`"
    )
    set: Literal["hour", "night"] = Field(description="spots of that hour, or those that stay all night")
    until: datetime | None = Field(description="when that hour ends; null when another than the moment's was asked for")
    next: datetime = Field(description="when the next hour of the night begins")
    returned: int
    url: str


class NightSpots(Shape):
    """GeoJSON (RFC 7946), in degrees."""

    type: Literal["FeatureCollection"]
    madang: NightFacts
    features: list[NightFeature]

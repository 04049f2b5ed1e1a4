"""Addresses of stories and indicators."""

from django.urls import path

from madang.portal.stories import editor, indicator_editor, indicator_pages, pages

urlpatterns = [
    path("stories/", pages.stories, name="stories"),
    path("stories/new/", editor.new, name="story_new"),
    path("stories/preview/", editor.preview, name="story_preview"),
    path("stories/<str:story>/", pages.story, name="story"),
    path("stories/<str:story>/versions/<int:version>/", pages.version, name="story_version"),
    path("stories/<str:story>/edit/", editor.edit, name="story_edit"),
    path("stories/<str:story>/act/<str:action>/", editor.act, name="story_act"),
    path("indicators/", indicator_pages.indicators, name="indicators"),
    path("indicators/new/", indicator_editor.new, name="indicator_new"),
    path("indicators/<str:indicator>/", indicator_pages.indicator, name="indicator"),
    path("indicators/<str:indicator>/embed/", indicator_pages.embed, name="indicator_embed"),
    path("indicators/<str:indicator>/values.csv", indicator_pages.values, name="indicator_values"),
    path("indicators/<str:indicator>/edit/", indicator_editor.edit, name="indicator_edit"),
    path("indicators/<str:indicator>/act/<str:action>/", indicator_editor.act, name="indicator_act"),
]

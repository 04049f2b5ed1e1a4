"""Addresses of studies and their runs."""

from django.urls import path

from madang.portal.studies import (
    comparing,
    files,
    listing,
    night_now,
    night_page,
    reoptimising,
    run_page,
    saving,
    scenario_page,
    starting,
)

urlpatterns = [
    path("studies/", listing.listing, name="studies"),
    path("studies/compare/", comparing.compare, name="study_compare"),
    path("studies/runs/<str:id>/", run_page.run_page, name="study_run"),
    path("studies/runs/<str:id>/night/", night_page.night, name="study_night"),
    path("studies/runs/<str:id>/spots/", night_now.now, name="study_spots"),
    path("studies/runs/<str:id>/report/", files.report, name="study_report"),
    path("studies/runs/<str:id>/report.pdf", files.pdf, name="study_pdf"),
    path("studies/runs/<str:id>/scenario/", scenario_page.scenario, name="study_scenario"),
    path("studies/runs/<str:id>/scenario/figures/", scenario_page.figures, name="study_scenario_figures"),
    path("studies/runs/<str:id>/scenario/shapes/", scenario_page.shapes, name="study_scenario_shapes"),
    path("studies/runs/<str:id>/scenario/save/", saving.save, name="study_scenario_save"),
    path("studies/runs/<str:id>/scenario/saved/<str:saved_id>/", saving.show, name="study_scenario_saved"),
    path("studies/runs/<str:id>/scenario/saved/<str:saved_id>/remove/", saving.remove, name="study_scenario_remove"),
    path("studies/runs/<str:id>/scenario/run/", reoptimising.reoptimise, name="study_reoptimise"),
    path("studies/runs/<str:id>/files/<path:name>", files.file, name="study_file"),
    path("studies/runs/<str:id>/act/<str:action>/", run_page.act, name="study_act"),
    path("studies/<str:name>/", starting.start, name="study"),
]

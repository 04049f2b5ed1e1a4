"""Where a dataset and its resources stand among the pages."""

DATASET = "datasets/<str:slug>/"
RESOURCE = DATASET + "<str:name>/"

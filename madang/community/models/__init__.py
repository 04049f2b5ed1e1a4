"""What is kept of requests, reports, their history, who supports them and who is told; of searches without result; of
stories and indicators."""

from madang.community.models.asked import By as By
from madang.community.models.asked import Shown as Shown
from madang.community.models.asked import Why as Why
from madang.community.models.history import Entry as Entry
from madang.community.models.indicators import Computed as Computed
from madang.community.models.indicators import Indicator as Indicator
from madang.community.models.indicators import Moved as Moved
from madang.community.models.reports import Report as Report
from madang.community.models.requests import DataRequest as DataRequest
from madang.community.models.requests import Support as Support
from madang.community.models.searches import MissedSearch as MissedSearch
from madang.community.models.stories import Story as Story
from madang.community.models.stories import Version as Version
from madang.community.models.watchers import Watcher as Watcher

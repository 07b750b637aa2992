"""What dbt calls `modules`, for sqlfluff alone."""

import re

import pytz

__all__ = ["pytz", "re"]

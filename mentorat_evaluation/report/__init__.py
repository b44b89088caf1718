from . import report_programme_summary

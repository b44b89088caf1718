from . import report_evaluation
from . import report_programme_summary

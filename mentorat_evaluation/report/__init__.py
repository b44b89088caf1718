from . import mentorat_programme_report_mixin
from . import report_evaluation
from . import report_programme_summary

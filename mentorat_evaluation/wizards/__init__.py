from . import mentorat_report_wizard

from . import mentorat_report_wizard
from . import mentorat_skill_wizard

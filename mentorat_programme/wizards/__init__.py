from . import mentorat_contact_wizard
from . import mentorat_decision_wizard
from . import mentorat_invitation_wizard
from . import mentorat_pause_wizard
from . import mentorat_programme_opening_wizard
from . import mentorat_programme_template_wizard

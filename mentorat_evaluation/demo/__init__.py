from . import mentorat_evaluation
from . import mentorat_programme
from . import mentorat_programme_people

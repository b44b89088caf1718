from . import mentorat_demo_people_mixin
from . import mentorat_evaluation
from . import mentorat_programme

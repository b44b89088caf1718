from . import mentorat_demo_matching_mixin
from . import mentorat_demo_pair_mixin
from . import mentorat_demo_people_mixin
from . import mentorat_demo_supervision_mixin
from . import mentorat_evaluation
from . import mentorat_programme

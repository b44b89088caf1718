from . import mentorat_criterion
from . import mentorat_matching_reader
from . import mentorat_matching_run
from . import mentorat_matching_proposal
from . import mentorat_pair
from . import mentorat_programme
from . import mentorat_readiness_item

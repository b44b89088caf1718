from . import mentorat_matching_comparison

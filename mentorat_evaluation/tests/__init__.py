from . import (
    test_access,
    test_answer,
    test_core,
    test_evaluation,
    test_export,
    test_indicator,
    test_portal,
    test_summary,
    test_surface,
    test_survey,
    test_template,
)

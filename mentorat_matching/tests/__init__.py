from . import (
    test_access,
    test_criterion,
    test_fairness,
    test_portal,
    test_problem,
    test_proposal,
    test_run,
    test_run_failure,
    test_surface,
    test_workbook,
)

from . import (
    test_access,
    test_core,
    test_meeting,
    test_outbox,
    test_pair,
    test_participation,
    test_portal,
    test_programme,
    test_readiness,
    test_sealed,
    test_surface,
    test_template,
)

from . import evidence
from . import portal
from . import portal_application
from . import portal_data
from . import portal_document
from . import portal_request
from . import portal_pair
from . import portal_agreement

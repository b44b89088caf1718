"""Put the matching addon on the path, so that `engine` is imported without Odoo."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "mentorat_matching"))

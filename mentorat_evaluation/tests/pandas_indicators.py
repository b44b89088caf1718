from .pandas_enrolment import EnrolmentFrames
from .pandas_life import LifeFrames
from .pandas_results import ResultFrames
from .pandas_survey import SurveyFrames


class IndicatorFrames(EnrolmentFrames, LifeFrames, ResultFrames, SurveyFrames):
    """All formulas by pandas: see ``pandas_frames``."""

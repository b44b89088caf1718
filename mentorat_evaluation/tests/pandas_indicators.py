from .pandas_enrolment import EnrolmentFrames
from .pandas_life import LifeFrames
from .pandas_survey import SurveyFrames


class IndicatorFrames(EnrolmentFrames, LifeFrames, SurveyFrames):
    """All formulas by pandas: see ``pandas_frames``."""

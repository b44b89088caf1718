import numpy as np

from odoo import api, models
from odoo.exceptions import UserError

from ..core.criteria import KINDS
from ..core.problem import BLOCK_ROWS

# How far a value may stray from 0..1 by rounding.
TOLERANCE = 1e-9


class MentoratCriterionHookMixin(models.AbstractModel):
    """The way in for addons that bring a kind of criterion of their own."""

    _name = "mentorat.criterion.hook.mixin"
    _description = "Criterion of another addon"

    @api.model
    def _criterion_scores(self, criterion, mentees, mentors):
        """Return what a criterion is worth for each mentee with each mentor.

        An addon adds its kind to the selection of ``mentorat.criterion`` and extends this
        method; for the criteria of others it returns what ``super()`` does. It is called
        once when a run reads its people, in superuser mode: read in batch.

        :param criterion: ``core.people.Weighting``: ``kind``, ``weight``, ``required``,
            and ``options`` as ``_get_options`` gave them when the run was launched
        :param mentees: ids of the participations of mentees, int64 array ``(n_mentees,)``
        :param mentors: ids of the participations of mentors, int64 array ``(n_mentors,)``
        :return: float array ``(n_mentees, n_mentors)`` from 0 (does not suit) to 1 (suits
            fully), NaN where nothing can be said; or a function ``(lo, hi)`` that gives
            the rows of the mentees lo..hi-1, the same whenever it is called; or None to
            let the suite compute the criterion
        """

    @api.model
    def _read_hooks(self, weightings, mentees, mentors):
        """Return ``{name: function}`` of the criteria that addons compute.

        :param weightings: those in use, list of ``Weighting``
        :raises UserError: naming the criterion, when it cannot be used
        """
        ids = [np.array(people.ids, dtype=np.int64) for people in (mentees, mentors)]
        hooks = {}
        for weighting in weightings:
            try:
                given = self._criterion_scores(weighting, *ids)
            except Exception as error:
                raise self._get_hook_error(weighting, self._tell(error)) from error
            if given is not None:
                hooks[weighting.name] = self._check_hook(
                    weighting, given, *map(len, ids)
                )
            elif weighting.kind not in KINDS:
                raise self._get_hook_error(
                    weighting, self.env._("no addon that is installed computes it.")
                )
        return hooks

    def _check_hook(self, weighting, given, n_mentees, n_mentors):
        """Return what a hook gave as a function ``(lo, hi)`` that checks what it returns.

        All of it is looked at once, so that a fault is told before anything is computed.
        """

        def values(lo, hi):
            try:
                block = given(lo, hi) if callable(given) else given[lo:hi]
                block = np.asarray(block, dtype=np.float64)
            except Exception as error:
                raise self._get_hook_error(weighting, self._tell(error)) from error
            self._check_shape(weighting, block.shape, (hi - lo, n_mentors))
            self._check_range(weighting, block)
            return block

        if not callable(given):
            self._check_shape(weighting, np.shape(given), (n_mentees, n_mentors))
        says_something = not n_mentees or not n_mentors
        for lo in range(0, n_mentees, BLOCK_ROWS):
            block = values(lo, min(lo + BLOCK_ROWS, n_mentees))
            says_something = says_something or not np.isnan(block).all()
        if not says_something:
            raise self._get_hook_error(
                weighting, self.env._("it gave no number (NaN) for anybody.")
            )
        return values

    def _check_shape(self, weighting, given, expected):
        if given != expected:
            raise self._get_hook_error(
                weighting,
                self.env._(
                    "it gave an array of shape %(given)s, %(expected)s were expected "
                    "(mentees, mentors).",
                    # As text: a list of translated things it is not.
                    given=str(given),
                    expected=str(expected),
                ),
            )

    def _check_range(self, weighting, block):
        if (block < -TOLERANCE).any() or (block > 1 + TOLERANCE).any():
            raise self._get_hook_error(
                weighting,
                self.env._(
                    "it gave values from %(low)s to %(high)s; they go from 0 to 1.",
                    low=f"{np.nanmin(block):g}",
                    high=f"{np.nanmax(block):g}",
                ),
            )

    def _tell(self, error):
        return self.env._(
            "it raised %(kind)s: %(text)s.", kind=type(error).__name__, text=error
        )

    def _get_hook_error(self, weighting, problem):
        label = self.env["mentorat.matching.words"]._get_label(
            weighting.kind, weighting.options
        )
        return UserError(
            self.env._(
                "The criterion “%(criterion)s” could not be computed: %(problem)s "
                "Take it off the list, or tell who maintains it.",
                criterion=label,
                problem=problem,
            )
        )

from .common import EvaluationCase


class TestOwnData(EvaluationCase):
    def _collect(self, user):
        return dict(self.env["mentorat.own.data"].with_user(user)._collect())

    def test_own_invitations_without_answers(self):
        evaluation = self._open_evaluation()
        self.env["mentorat.contact.request"]._ask(self.mentee_participation)
        for invitation in evaluation.invitation_ids:
            invitation._record({self.change.id: "Unforgettable"})
        found = self._collect(self.mentee)
        [invitation] = found["Invitations to evaluations"]
        self.assertEqual(invitation["Evaluation"], "Midway")
        [request] = found["Asked to be contacted"]
        self.assertEqual(request["Programme"], self.programme.name)
        self.assertNotIn("Unforgettable", str(found))
        self.assertFalse(self._collect(self.mentor)["Asked to be contacted"])
        self.assertFalse(self._collect(self.outsider)["Invitations to evaluations"])

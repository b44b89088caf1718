"""What the demo tells of how people were matched, what they agreed on and what they learnt.

Skills and levels are those that Odoo ships; people take what is listed here by turns.
"""

SKILL = "hr_skills.hr_skill_%s"
LEVEL = "hr_skills.hr_skill_level_%s_softskill"
# Levels that mentors have, and that mentees want to reach.
OFFERED_LEVELS = ("expert", "advanced")
WANTED_LEVEL = "advanced"
OFFERED = (
    ("leadership", "decision_making", "communication"),
    ("communication", "persuasion"),
    ("organizational", "leadership", "time_management"),
    ("stress_management", "adaptability", "communication"),
    ("decision_making", "critical_thinking"),
)
# A skill that few hold: (the skill, every how many mentors). The first of those who hold it
# leaves the company so many months from now.
RARE_OFFER = ("creativity", 20)
RARE_LEAVES = 3
WANTED = (
    ("leadership", "creativity"),
    ("communication", "decision_making"),
    ("decision_making", "organizational"),
    ("stress_management", "leadership"),
    ("leadership", "persuasion", "communication"),
    # Nobody offers it.
    ("time_management", "resourcefulness"),
    ("critical_thinking", "leadership"),
)
# For the sake of which the programme was run.
CRITICAL = ("leadership", "decision_making", "creativity", "resourcefulness")

# Mentees who name wishes, and how many.
WISHING = 0.8
WISHES = 3
# Days from the publication of a run until answers are due, and until pairs start.
ANSWER_DAYS = 10
START_DAYS = 15
# Months after the start at which runs were published. Some proposals of the first one, by
# their place, came to nothing: who said no, or nobody in time. The second one is for these.
RUNS = (0, 0.7)
REFUSALS = {
    3: {"mentor_answer": "declined"},
    9: {"mentee_answer": "declined"},
    14: {"mentee_answer": "pending", "is_expired": True},
    20: {"mentor_answer": "pending", "is_expired": True},
    27: {"mentee_answer": "declined"},
}

# Pairs that ended early, by their place in the list, after so many days. The first two of
# their mentees had another mentor some days later.
ENDED = (5, 17, 26)
ENDED_DAYS = 100
AGAIN, AGAIN_DAYS = 2, 20

# Meetings of a pair, by turns, and how useful they were to the two (1-5).
MEETINGS = (10, 9, 10, 7)
MEETING_DAYS = 30
USEFULNESS = ((4, 5), (3, 4), (5, 5), (4, 3), (5, 4))
# Every how many meetings one was called off, or somebody did not come.
CALLED_OFF = {13: "cancelled", 29: "no_show"}

# Days before the start on which the agreement was signed, by turns.
SIGNED_DAYS = (1, 3, 2, 4)
PURPOSES = (
    "Find out which trade suits me.",
    "Prendre ma place dans une équipe nouvelle.",
    "Prepare for a post with a team of my own.",
    "Oser demander de l’aide.",
)
PLACE = "A room where nobody walks in."

# Goals of a pair: due after so many days, and how far they came (%), by turns. Of pairs that
# ended early, and of those that are at work now, so far at most.
GOAL_DAYS = (120, 210, 270)
PROGRESS = (100, 80, 100, 60, 100, 100, 40)
ENDED_PROGRESS, LIVE_PROGRESS = 20, 60
GOALS = (
    "Decide sooner, with one question less.",
    "Tenir une réunion d’une heure.",
    "See three other teams at work.",
    "Préparer ma candidature.",
)
# Every how many levels reached one is kept to oneself.
UNPUBLISHED = 4

# A code of one's own, so that start and end are compared: of each role, who makes one up
# (by turns: so many out of so many), and every how many forgets it until the end.
CODES = {"mentee": (3, 4), "mentor": (2, 3)}
CODE_WORDS = ("blue heron", "quiet mill", "green door", "old bridge")
FORGOTTEN = 13

# What pairs wrote, agreed on and applied for is kept for so many months here, longer than
# by default: a demo of results has some.
KEPT = {
    "content_retention_months": 24,
    "agreement_retention_months": 24,
    "application_retention_months": 24,
}
# Every how many of those invited to a supervision one does not come.
ABSENT = 8
# Mentees who found no place, by their place among the people like those who did.
WAITING = (2, 19, 37)

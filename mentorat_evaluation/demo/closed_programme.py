"""What the demo tells of a programme that is over: invented people, answers and decisions.

Months are counted from the day on which the programme started.
"""

# Invented names: each first name goes with several family names.
FIRST_NAMES = (
    *("Alba", "Basil", "Clover", "Dario", "Elowen", "Fabian", "Ginger", "Hazel"),
    *("Isidor", "Juniper", "Kestrel", "Linden", "Maple", "Nils", "Olive", "Perry"),
)
FAMILY_NAMES = (
    *("Ashbrook", "Birchwood", "Cloudsley", "Dunmoor", "Elmfield", "Fernhill"),
    *("Goldfinch", "Heatherby", "Larkspur"),
)

# (department, job before, job of those who move): where mentees and people like them work.
TEAMS = (
    ("Workshops", "Technician", "Team leader"),
    ("Customer service", "Adviser", "Account manager"),
    ("Workshops", "Planner", "Project manager"),
    ("Customer service", "Trainer", "Training designer"),
)
# (department, job, how many)
MENTOR_TEAMS = (
    ("Workshops", "Senior expert", 12),
    ("Customer service", "Senior expert", 8),
)
MENTEES_PER_TEAM = 8
OTHERS_PER_TEAM = 16
# Years in the company, in turn.
MENTEE_YEARS = (1, 4, 2, 5)
MENTOR_YEARS = (9, 14, 21)
# Of how many of them one moves to another job, or leaves, within the year.
MENTEE_MOVES, OTHER_MOVES = 3, 8
MENTEE_LEAVES, OTHER_LEAVES = 16, 5

# State that an application reached: days from the start, and up to how many days later.
APPLICATION = (("submitted", -30, 7), ("approved", -21, 5), ("accepted", -3, 1))
TRAINING_DAYS = -1
TRAINING_PROOF = "Half-day course before the start, seen by the engineer"
# In the currency of the company: an hour of a mentor, of a mentee, of a supervisor, courses.
COSTS = {
    "cost_mentor_hour": 60,
    "cost_mentee_hour": 45,
    "cost_supervisor_hour": 90,
    "cost_training": 4000,
}

START_MONTHS_AGO = 20
MONTHS = 10
DAYS_PER_MONTH = 30

# Campaign of the design: (opened and closed after months, share who answered).
CAMPAIGNS = {
    "start_mentee": (0, 1, 0.95),
    "start_mentor": (0, 1, 0.9),
    "training": (0, 1, 0.8),
    "day_30": (1, 3, 0.85),
    "pulse": (3, 4, 0.7),
    "midway": (5, 6, 0.8),
    "quality": (5, 6, 0.75),
    "supervision": (4, 8, 0.8),
    "manager": (6, 7, 0.6),
    "screen": (6, 7, 0.0),
    "end_mentee": (10, 11, 0.9),
    "end_mentor": (10, 11, 0.85),
    "after_6": (16, 17, 0.65),
}

# Mean of the answers to the scales, by the end of the name of the question.
MEAN = 7.2
MEANS = {
    "baseline_mentee_aim": 5.3,
    "baseline_mentee_helpers": 4.6,
    "baseline_mentee_next_step": 5.8,
    "baseline_mentee_decisions": 4.9,
    "baseline_mentee_future": 6.0,
    "baseline_mentee_well_being": 6.6,
    "baseline_mentee_recovery": 6.4,
    "baseline_mentor_pass_on": 6.3,
    "baseline_mentor_posture": 5.9,
    "baseline_mentor_recognised": 5.5,
    "baseline_mentor_learn_others": 6.4,
    "baseline_mentor_time": 6.8,
    "midway_workload": 5.4,
    "end_mentee_aim": 8.2,
    "end_mentee_helpers": 7.9,
    "end_mentee_next_step": 7.7,
    "end_mentee_decisions": 6.9,
    "end_mentee_future": 7.1,
    # What did not change is told as well.
    "end_mentee_well_being": 6.7,
    "end_mentee_recovery": 6.6,
    "end_mentee_recommend": 8.7,
    "end_mentor_recognised": 7.6,
    "end_mentor_time": 5.9,
    "end_mentor_recommend": 8.3,
    "after_6_work_change": 6.8,
}
# Of answers to a question: between people, and between the answers of one of them.
OWN_SPREAD, SPREAD = 1.2, 0.9
# Choices that are given more often than the others of their question.
LIKELY = {
    *("day_30_met_several", "day_30_go_on_yes", "pulse_rhythm_right"),
    *("pulse_block_workload", "end_mentee_relay_yes", "end_mentor_again_yes"),
    *("manager_again_yes", "after_6_step_yes", "after_6_relay_yes"),
}
TEXTS = {
    "training_missing": ("More time to practise listening.", "Un exemple filmé."),
    "midway_change": (
        "Meetings moved for a customer: hold one slot for good.",
        "Plus de temps dans le planning, sinon on le prend sur la pause.",
        "Rooms where nobody walks in.",
        "Une rencontre entre mentors à mi-parcours.",
        "A list of subjects for when we do not know what to talk about.",
        "Dire plus tôt ce que le responsable saura ou non.",
        "An agenda sent the day before.",
        "Un rappel quand la prochaine date n’est pas fixée.",
        "Fewer questions in the surveys.",
        "Pouvoir se voir sur un autre site.",
        "Nothing: it is fine as it is.",
        "Que les objectifs restent à nous.",
    ),
    "end_mentee_which_change": (
        "I ask before I decide, and I decide sooner.",
        "Je prépare mes réunions avec une seule question.",
        "I applied for a post that I would not have looked at.",
        "Je demande de l’aide à d’autres équipes.",
        "I say no with a reason.",
        "Je note ce que j’ai appris chaque semaine.",
        "I know what I want to learn next year.",
        "J’ose présenter mon travail à d’autres.",
        "I give feedback the same day.",
        "Je vais voir sur place avant de répondre.",
        "I stop when I am tired, and go on the next day.",
        "J’ai appris à déléguer une tâche entière.",
    ),
    "end_mentor_change": (
        "Fewer forms at the start.",
        "Que le temps passé compte dans les objectifs de l’équipe.",
        "Supervision earlier, before the first difficulty.",
        "Former aussi les responsables hiérarchiques.",
    ),
    "supervision_learned": (
        "A silence is no failure.",
        "Poser une question de plus avant de conseiller.",
    ),
    "manager_easier": ("Dates known a month ahead.", "Un remplaçant prévu."),
    "after_6_remains": (
        "A person whom I still call.",
        "L’habitude de demander un avis avant de me lancer.",
        "A plan on one page.",
    ),
}

SUPERVISION_GROUPS = ("Monday group", "Wednesday group", "Friday group")
SUPERVISION_THEMES = (
    "What belongs to the mentor, what to the mentee",
    "When time is short",
    "Ending well",
)

# (months, campaign, indicator, decision, what was seen, months until, done)
REVIEWS = (
    (
        *(3.5, "day_30", "trust", "Offer each pair a call with the referent"),
        *("Some pairs had not met after a month.", 4, True),
    ),
    (
        *(6.5, "midway", "usefulness", "Hold one fixed slot a month for all pairs"),
        *("Time at work is the first thing that stands in the way.", 8, True),
    ),
    (
        *(
            11.5,
            "end_mentor",
            "supervision_usefulness",
            "Start supervision in month two",
        ),
        *("Mentors ask for it before the first difficulty.", 14, True),
    ),
    (
        *(
            17.5,
            "after_6",
            "change_at_work",
            "Count mentoring hours in team objectives",
        ),
        *("Change lasts, and mentors have less time than at the start.", 24, False),
    ),
)

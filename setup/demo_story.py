"""Who does what in the demo: employees of Odoo's own demo data."""

PROGRAMME = "mentorat_programme.programme_craft"
ADMINISTRATOR = "admin"
ENGINEER = "sharlene.rhodes49@example.com"
REFERENT = "barty.mcbly@example.com"
MANAGER = "tina.williamson98@example.com"

# login: (role, motivation, [(skill, level, priority)])
APPLICANTS = {
    "ronnie.hart87@example.com": (
        "mentor",
        "I have led teams through hard years, and would like others to have it easier.",
        [("Leadership", "Advanced", "3"), ("Stress management", "Expert", "2")],
    ),
    "tina.williamson98@example.com": (
        "mentor",
        "Conflicts are my daily bread; one can learn to live with them.",
        [("Conflict Management", "Advanced", "3"), ("Problem-Solving", "Expert", "2")],
    ),
    "keith.byrd52@example.com": (
        "mentor",
        "Explaining code makes me write better code.",
        [("Python", "Advanced", "3"), ("Javascript", "Advanced", "2")],
    ),
    "paul.williams59@example.com": (
        "mentor",
        "I leave in a few years and would like what I know to stay.",
        [("Python", "Expert", "3"), ("Decision-Making", "Advanced", "2")],
    ),
    "jeffrey.kelly72@example.com": (
        "mentor",
        "I enjoy seeing people find their own way to sell.",
        [("Teamwork", "Expert", "2"), ("Email Marketing", "L4", "2")],
    ),
    "toni.jimenez23@example.com": (
        "mentor",
        "Speaking in public frightened me; it no longer does.",
        [("Public Speaking", "L4", "3"), ("Persuasion", "Advanced", "2")],
    ),
    "abigail.peterson39@example.com": (
        "mentee",
        "I want to hold my ground when a customer is angry.",
        [("Conflict Management", "Advanced", "3"), ("Persuasion", "Advanced", "1")],
    ),
    "audrey.peterson25@example.com": (
        "mentee",
        "I would like to decide faster and regret less.",
        [("Decision-Making", "Advanced", "3"), ("Leadership", "Intermediate", "2")],
    ),
    "eli.lambert22@example.com": (
        "mentee",
        "Speaking to a room is what I avoid. I want to stop avoiding it.",
        [("Public Speaking", "L3", "3"), ("Teamwork", "Advanced", "1")],
    ),
    "rachel.perry@example.com": (
        "mentee",
        "I am soon to lead a small team and look for somebody who has been there.",
        [("Leadership", "Advanced", "3"), ("Stress management", "Advanced", "2")],
    ),
    "doris.cole31@example.com": (
        "mentee",
        "I would like to understand what our developers talk about.",
        [("Python", "Intermediate", "2"), ("Persuasion", "Advanced", "2")],
    ),
    "ernest.reed47@example.com": (
        "mentee",
        "I want to convince with arguments instead of patience.",
        [("Persuasion", "Advanced", "3"), ("Problem-Solving", "Advanced", "2")],
    ),
    "anita.oliver32@example.com": (
        "mentee",
        "I write code that works; I want to write code that lasts.",
        [("Python", "Advanced", "3"), ("Decision-Making", "Intermediate", "1")],
    ),
    "jennie.fletcher76@example.com": (
        "mentee",
        "I would like to see beyond my own desk.",
        [("Leadership", "Intermediate", "2"), ("Python", "Expert", "2")],
    ),
    "walter.horton80@example.com": (
        "mentee",
        "I know the browser well and the server hardly.",
        [("Python", "Advanced", "3"), ("Problem-Solving", "Advanced", "1")],
    ),
    "beth.evans77@example.com": (
        "mentee",
        "Teams and mailings are new to me and I am asked to run both.",
        [("Teamwork", "Advanced", "3"), ("Email Marketing", "L3", "2")],
    ),
}

# Who takes the whole course; the others bring a certificate.
STUDENTS = ("anita.oliver32@example.com", "walter.horton80@example.com")
TRAINING = "Certificate seen by the engineer, kept in the file of the programme"

# What each pair puts in its agreement.
AGREEMENT = {
    "purpose": "See my work from further away, and choose my next step myself",
    "place": "The small meeting room on the second floor, or a walk",
    "contact": "A message, on working days between nine and five",
}

# What a pair writes to itself.
GOAL = "Lead a review of my own code without being defensive"
GOAL_SIGN = "I thank for two remarks and apply one"
NOTE = "Ask about the night everything broke."
MESSAGE = "I tried what we spoke about, and nobody minded."
ACTION = "Ask two colleagues for their view of my last review"
SUMMARY = "We went through a review line by line, and found where I stop listening."

# Answers to the campaign, in turn: (useful, trust, preparation, recommend) from 0 to 10.
ANSWERS = [
    (9, 9, 7, 10),
    (8, 9, 6, 9),
    (10, 10, 8, 10),
    (7, 8, 5, 8),
    (6, 7, 6, 7),
    (9, 8, 8, 9),
    (4, 6, 3, 5),
]

"""Names of the groups of the suite."""

GROUP_ENGINEER = "mentorat_programme.group_engineer"
GROUP_REFERENT = "mentorat_programme.group_referent"
GROUP_ADMINISTRATOR = "mentorat_programme.group_administrator"
# Counts tell about people: they are for those who run programmes.
TEAM_GROUPS = f"{GROUP_ENGINEER},{GROUP_REFERENT},{GROUP_ADMINISTRATOR}"
# Not of the team: a supervisor hears mentors, and reads of pairs that they exist.
GROUP_SUPERVISOR = "mentorat_programme.group_supervisor"

def post_init_hook(env):
    """Give criteria to the programmes that were there before this addon."""
    programmes = env["mentorat.programme"].with_context(active_test=False).search([])
    for programme in programmes.filtered(lambda programme: not programme.criterion_ids):
        programme.criterion_ids = programme._default_criterion_ids()

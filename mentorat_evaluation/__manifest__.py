{
    "name": "Mentoring Evaluation",
    "summary": "Ask anonymously, measure and report whether mentoring works",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Mentoring",
    "author": "Mentorat contributors",
    "website": "https://github.com/mentorat/mentorat",
    "license": "LGPL-3",
    "depends": [
        "mentorat_matching",
        "spreadsheet_dashboard",
        "survey",
    ],
    "external_dependencies": {
        "python": ["matplotlib", "numpy", "scipy", "statsmodels", "xlsxwriter"]
    },
    "data": [
        "security/ir.model.access.csv",
        "security/mentorat_evaluation_rules.xml",
        "data/mail_template_data.xml",
        "data/mentorat_indicator_data.xml",
        "data/survey_data.xml",
        "data/mentorat_readiness_item_data.xml",
        "data/mentorat_programme_template_data.xml",
        "report/evaluation_results_templates.xml",
        "report/programme_summary_templates.xml",
        "views/mentorat_indicator_value_views.xml",
        "views/mentorat_indicator_views.xml",
        "views/mentorat_evaluation_views.xml",
        "views/mentorat_report_views.xml",
        "views/mentorat_programme_views.xml",
        "views/survey_question_views.xml",
        "views/mentorat_evaluation_menus.xml",
        "views/portal_home_templates.xml",
        "views/portal_evaluation_templates.xml",
    ],
    "assets": {
        "web.assets_frontend": [
            "mentorat_evaluation/static/src/scss/portal_evaluation.scss",
        ],
    },
}

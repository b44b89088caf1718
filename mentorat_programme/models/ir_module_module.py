from odoo import models


class IrModuleModule(models.Model):
    """Published documents are read in a language that is installed later too."""

    _inherit = "ir.module.module"

    def _load_module_terms(self, modules, langs, overwrite=False):
        res = super()._load_module_terms(modules, langs, overwrite=overwrite)
        self.env["mentorat.document.version"]._add_languages()
        return res

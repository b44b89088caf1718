import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";

/** Beside a chosen skill, offers only the levels of its type. The server checks again. */
export class MentoratSkillLevel extends Interaction {
    static selector = ".o_mentorat_skill_row";
    dynamicContent = {
        ".o_mentorat_skill": { "t-on-change": this.limitLevels },
    };

    start() {
        this.limitLevels();
    }

    limitLevels() {
        const skill = this.el.querySelector(".o_mentorat_skill").selectedOptions[0];
        const level = this.el.querySelector(".o_mentorat_level");
        const type = skill?.closest("optgroup")?.dataset.type;
        for (const group of level.querySelectorAll("optgroup")) {
            group.hidden = group.disabled = group.dataset.type !== type;
        }
        if (level.selectedOptions[0]?.closest("optgroup")?.disabled) {
            level.value = "";
        }
    }
}

registry.category("public.interactions").add("mentorat_programme.skill_level", MentoratSkillLevel);

import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Other mentors of a mentee: list of {mentor_id, name, score}, see `get_move_effects` for the rest. */
export class AlternativesField extends Component {
    static template = "mentorat_matching.AlternativesField";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.notification = useService("notification");
    }

    get lines() {
        return this.props.record.data[this.props.name] || [];
    }

    getEffectClass(line) {
        if (!line.possible) {
            return "text-bg-secondary";
        }
        return line.points < 0 ? "text-bg-warning" : "text-bg-success";
    }

    async choose(line) {
        const { record } = this.props;
        const { run_id, mentee_id } = record.data;
        const summary = await this.orm.call("mentorat.matching.run", "action_move", [
            [run_id.id],
            mentee_id.id,
            line.mentor_id,
        ]);
        this.notification.add(summary, { type: "success" });
        if (record.resModel === "mentorat.matching.proposal") {
            await record.load();
        } else if (this.env.inDialog) {
            // The line is gone: the mentee has a mentor.
            await this.action.doAction({ type: "ir.actions.act_window_close" });
        } else {
            this.env.config.historyBack();
        }
    }
}

registry.category("fields").add("mentorat_alternatives", {
    component: AlternativesField,
    supportedTypes: ["json"],
});

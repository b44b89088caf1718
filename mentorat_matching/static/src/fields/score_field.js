import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const GOOD = 70;
const WEAK = 40;

/** A score from 0 to 100 as a bar with its figure. */
export class ScoreField extends Component {
    static template = "mentorat_matching.ScoreField";
    static props = { ...standardFieldProps };

    get score() {
        return this.props.record.data[this.props.name];
    }

    get barClass() {
        if (this.score >= GOOD) {
            return "bg-success";
        }
        return this.score < WEAK ? "bg-warning" : "bg-info";
    }
}

registry.category("fields").add("mentorat_score", {
    component: ScoreField,
    supportedTypes: ["float"],
});

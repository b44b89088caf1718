import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** The points of each criterion as bars: list of {label, points, most, details}. */
export class PointsField extends Component {
    static template = "mentorat_matching.PointsField";
    static props = { ...standardFieldProps };

    get bars() {
        return this.props.record.data[this.props.name] || [];
    }

    /** How much of the width of the longest bar `points` take, in percent. */
    getWidth(points) {
        const most = Math.max(...this.bars.map((bar) => bar.most));
        return most ? (100 * points) / most : 0;
    }
}

registry.category("fields").add("mentorat_points", {
    component: PointsField,
    supportedTypes: ["json"],
});

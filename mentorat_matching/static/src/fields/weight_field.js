import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** A weight from 0 to 100 as a slider with its figure. */
export class WeightField extends Component {
    static template = "mentorat_matching.WeightField";
    static props = { ...standardFieldProps };

    setup() {
        // Where the slider is while it moves; null when it stands on the weight.
        this.state = useState({ moving: null });
    }

    get weight() {
        return this.state.moving ?? this.props.record.data[this.props.name];
    }

    onInput(event) {
        this.state.moving = event.target.valueAsNumber;
    }

    async onChange(event) {
        const weight = event.target.valueAsNumber;
        await this.props.record.update({ [this.props.name]: weight });
        // By the keyboard it may have moved on meanwhile.
        if (this.state.moving === weight) {
            this.state.moving = null;
        }
    }
}

registry.category("fields").add("mentorat_weight", {
    component: WeightField,
    supportedTypes: ["integer"],
});

import { registry } from "@web/core/registry";
import { PivotRenderer } from "@web/views/pivot/pivot_renderer";
import { pivotView } from "@web/views/pivot/pivot_view";

const MOST = 100; // a score

/** A pivot of scores whose cells are the darker the higher they are. */
export class HeatMapRenderer extends PivotRenderer {
    static template = "mentorat_matching.HeatMapRenderer";

    getHeat(cell) {
        if (cell.value === undefined || cell.measure !== "score") {
            return "";
        }
        const share = Math.round(Math.max(0, Math.min(cell.value, MOST)));
        return `--mentorat-heat: ${share}%`;
    }
}

registry.category("views").add("mentorat_heat_map", {
    ...pivotView,
    Renderer: HeatMapRenderer,
});

import { registry } from "@web/core/registry";
import { PivotRenderer } from "@web/views/pivot/pivot_renderer";
import { pivotView } from "@web/views/pivot/pivot_view";

// Scores from which on, and up to which, cells become darker.
const LEAST = 20;
const MOST = 100;

/** A pivot of scores whose cells are the darker the higher they are. */
export class HeatMapRenderer extends PivotRenderer {
    static template = "mentorat_matching.HeatMapRenderer";

    getHeat(cell) {
        if (cell.value === undefined || cell.measure !== "score") {
            return "";
        }
        const share = (cell.value - LEAST) / (MOST - LEAST);
        return `--mentorat-heat: ${Math.round(100 * Math.max(0, share))}%`;
    }
}

registry.category("views").add("mentorat_heat_map", {
    ...pivotView,
    Renderer: HeatMapRenderer,
});

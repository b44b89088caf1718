import { registry } from "@web/core/registry";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ReviewBoardController } from "./review_board_controller";
import { ReviewBoardRenderer } from "./review_board_renderer";

registry.category("views").add("mentorat_review_board", {
    ...kanbanView,
    Controller: ReviewBoardController,
    Renderer: ReviewBoardRenderer,
});

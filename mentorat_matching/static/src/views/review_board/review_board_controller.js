import { onWillStart, useState, useSubEnv } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { KanbanController } from "@web/views/kanban/kanban_controller";

/** The proposals of one run by mentor, with the figures of the run above them. */
export class ReviewBoardController extends KanbanController {
    static template = "mentorat_matching.ReviewBoard";

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.notification = useService("notification");
        // data: see get_review; effects: of the card that is being dragged, by mentor
        this.review = useState({ data: {}, effects: {} });
        useSubEnv({
            review: this.review,
            moveMentee: this.moveMentee.bind(this),
            showEffects: this.showEffects.bind(this),
            openUnmatched: this.openUnmatched.bind(this),
        });
        onWillStart(() => this.loadReview());
    }

    get runId() {
        return this.props.context.review_run_id;
    }

    async loadReview() {
        this.review.data = await this.callRun("get_review");
    }

    async refresh() {
        await Promise.all([this.model.load(), this.loadReview()]);
    }

    callRun(method, ...parameters) {
        return this.orm.call("mentorat.matching.run", method, [[this.runId], ...parameters]);
    }

    async moveMentee(menteeId, mentorId) {
        try {
            const summary = await this.callRun("action_move", menteeId, mentorId);
            this.notification.add(summary, { type: "success" });
        } finally {
            await this.refresh();
        }
    }

    /** Show on each column what it would change to drop this mentee there, until called without one. */
    async showEffects(menteeId) {
        this.dragged = menteeId;
        this.review.effects = {};
        if (!menteeId) {
            return;
        }
        const mentorIds = this.model.root.groups.map((group) => group.value).filter(Boolean);
        const effects = await this.callRun("get_move_effects", menteeId, mentorIds);
        if (this.dragged === menteeId) {
            this.review.effects = effects;
        }
    }

    async openUnmatched(lineId) {
        const action = await this.orm.call("mentorat.matching.unmatched", "action_open", [[lineId]]);
        await this.actionService.doAction(action, { onClose: () => this.refresh() });
    }

    async undo() {
        const summary = await this.callRun("action_undo");
        this.notification.add(summary, { title: _t("Taken back"), type: "info" });
        await this.refresh();
    }

    async viewUnmatched() {
        await this.actionService.doAction(await this.callRun("action_view_unmatched"));
    }

    async rerun() {
        await this.actionService.doAction(await this.callRun("action_rerun"));
    }

    openRun() {
        return this.actionService.doAction({
            type: "ir.actions.act_window",
            res_model: "mentorat.matching.run",
            res_id: this.runId,
            views: [[false, "form"]],
        });
    }

    async afterExecuteActionButton(clickParams) {
        await super.afterExecuteActionButton(clickParams);
        await this.loadReview();
    }
}

import { useState } from "@odoo/owl";
import { KanbanHeader } from "@web/views/kanban/kanban_header";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";

const UNMATCHED = "unmatched";

/** A mentor: places taken, and what it would change to drop the dragged card here. */
export class ReviewBoardHeader extends KanbanHeader {
    static template = "mentorat_matching.ReviewBoardHeader";

    setup() {
        super.setup();
        this.review = useState(this.env.review);
    }

    get mentor() {
        return this.review.data.mentors?.[this.group.value];
    }

    get effect() {
        return this.review.effects[this.group.value];
    }

    get effectClass() {
        if (!this.effect.possible) {
            return "text-bg-secondary";
        }
        return this.effect.points < 0 ? "text-bg-warning" : "text-bg-success";
    }
}

/** Columns of mentors, after the one of the mentees who have none. */
export class ReviewBoardRenderer extends KanbanRenderer {
    static template = "mentorat_matching.ReviewBoardRenderer";
    static components = { ...KanbanRenderer.components, KanbanHeader: ReviewBoardHeader };

    setup() {
        super.setup();
        this.review = useState(this.env.review);
    }

    get isByMentor() {
        return this.props.list.isGrouped && this.props.list.groupByField.name === "mentor_id";
    }

    get showUnmatched() {
        const { unmatched_count, can_review } = this.review.data;
        return this.isByMentor && (unmatched_count > 0 || can_review);
    }

    get canResequenceRecords() {
        return this.isByMentor && this.env.review.data.can_review;
    }

    /** The id of the mentee of a card, by the id of its element. */
    getMenteeId(cardId) {
        if (cardId.startsWith(UNMATCHED)) {
            return Number(cardId.slice(UNMATCHED.length + 1));
        }
        return this.props.list.records.find((record) => record.id === cardId)?.data.mentee_id.id;
    }

    sortStart(params) {
        super.sortStart(params);
        this.env.showEffects(this.getMenteeId(params.element.dataset.id));
    }

    sortStop(params) {
        super.sortStop(params);
        this.env.showEffects(false);
    }

    /**
     * What a drop does is decided by the server: others may have to give way.
     *
     * @override
     */
    async sortRecordDrop(cardId, groupId, { parent }) {
        parent?.classList.remove("o_kanban_hover");
        const targetId = parent?.dataset.id;
        const menteeId = this.getMenteeId(cardId);
        if (!targetId || targetId === groupId || !menteeId) {
            return;
        }
        const target = this.props.list.groups.find((group) => group.id === targetId);
        this.toggleProcessing(cardId, true);
        try {
            await this.env.moveMentee(menteeId, target ? target.value : false);
        } finally {
            this.toggleProcessing(cardId, false);
        }
    }
}

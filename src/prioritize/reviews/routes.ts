import { on } from '#platform/http/on.ts'
import * as actions from '#prioritize/reviews/action-items.ts'
import * as commands from '#prioritize/reviews/commands.ts'
import * as contract from '#prioritize/reviews/contract.ts'
import * as items from '#prioritize/reviews/items.ts'
import * as queries from '#prioritize/reviews/queries.ts'
import * as schedules from '#prioritize/reviews/schedules.ts'

export const routes = [
  on(contract.listReviews, queries.listReviews),
  on(contract.planReview, commands.planReview),
  on(contract.listReviewSchedules, schedules.listReviewSchedules),
  on(contract.putReviewSchedule, schedules.putReviewSchedule),
  on(contract.getReview, queries.getReview),
  on(contract.getReviewVersion, queries.getReviewVersion),
  on(contract.getReviewSummary, queries.getReviewSummary),
  on(contract.moveReview, commands.moveReview),
  on(contract.cancelReview, commands.cancelReview),
  on(contract.startReview, commands.startReview),
  on(contract.nextReviewPart, commands.nextReviewPart),
  on(contract.pauseReview, commands.pauseReview),
  on(contract.endReview, commands.endReview),
  on(contract.attendReview, commands.attendReview),
  on(contract.addReviewItem, items.addReviewItem),
  on(contract.removeReviewItem, items.removeReviewItem),
  on(contract.decideInReview, items.decideInReview),
  on(contract.addReviewNote, commands.addReviewNote),
  on(contract.removeReviewNote, commands.removeReviewNote),
  on(contract.addActionItem, actions.addActionItem),
  on(contract.listActionItems, actions.listActionItems),
  on(contract.changeActionItem, actions.changeActionItem),
  on(contract.closeActionItem, actions.closeActionItem),
]

import { bulkTriage, cancelChange, getChange, undoChange } from '#organize/inbox/changes.ts'
import * as commands from '#organize/inbox/commands.ts'
import * as contract from '#organize/inbox/contract.ts'
import * as queries from '#organize/inbox/queries.ts'
import * as views from '#organize/inbox/views.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listFeedback, queries.listFeedback),
  on(contract.getFeedback, queries.getFeedback),
  on(contract.triageFeedback, commands.triageFeedback),
  on(contract.addNote, commands.addNote),
  on(contract.decideSuggestions, commands.decideSuggestions),
  on(contract.bulkTriage, bulkTriage),
  on(contract.getChange, getChange),
  on(contract.undoChange, undoChange),
  on(contract.cancelChange, cancelChange),
  on(contract.markRead, commands.markRead),
  on(contract.getSections, queries.getSections),
  on(contract.getDailyReview, queries.getDailyReview),
  on(contract.listViews, views.listViews),
  on(contract.createView, views.createView),
  on(contract.changeView, views.changeView),
  on(contract.deleteView, views.deleteView),
  on(contract.getRouting, queries.getRouting),
  on(contract.putRouting, commands.putRouting),
]

import * as commands from '#collect/feedback/commands.ts'
import * as contract from '#collect/feedback/contract.ts'
import { listChannels } from '#collect/feedback/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.submitFeedback, (ctx, input) => commands.submitFeedback(ctx, input)),
  on(contract.submitFeedbackBatch, commands.submitParsedBatch),
  on(contract.listChannels, listChannels),
  on(contract.putChannel, commands.putChannel),
]

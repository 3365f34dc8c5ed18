import * as commands from '#collect/feedback/commands.ts'
import * as contract from '#collect/feedback/contract.ts'
import { getIntake, listChannels } from '#collect/feedback/queries.ts'
import { on, onTogether } from '#platform/http/on.ts'

export const routes = [
  onTogether(contract.submitFeedback, commands.submitTogether),
  on(contract.submitFeedbackBatch, commands.submitParsedBatch),
  on(contract.listChannels, listChannels),
  on(contract.putChannel, commands.putChannel),
  on(contract.getIntake, getIntake),
  on(contract.putIntake, commands.putIntake),
]

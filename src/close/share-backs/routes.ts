import * as commands from '#close/share-backs/commands.ts'
import * as contract from '#close/share-backs/contract.ts'
import * as queries from '#close/share-backs/queries.ts'
import { on, onVisit } from '#platform/http/on.ts'

export const routes = [
  on(contract.listShareBacks, queries.listShareBacks),
  on(contract.previewShareBack, queries.previewShareBack),
  on(contract.sendShareBack, commands.sendShareBack),
  onVisit(contract.testShareBack, commands.testShareBack),
  on(contract.getShareBackSettings, queries.getShareBackSettings),
  on(contract.putShareBackSettings, commands.putShareBackSettings),
  on(contract.putShareBackWebhook, commands.putShareBackWebhook),
  on(contract.removeShareBackWebhook, commands.removeShareBackWebhook),
  on(contract.getShareBack, queries.getShareBack),
  on(contract.retryShareBack, commands.retryShareBack),
]

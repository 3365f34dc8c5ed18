import { putAutoAccept } from '#organize/classify/commands.ts'
import * as contract from '#organize/classify/contract.ts'
import { getAccuracy, getAutoAccept } from '#organize/classify/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.getAccuracy, getAccuracy),
  on(contract.getAutoAccept, getAutoAccept),
  on(contract.putAutoAccept, putAutoAccept),
]

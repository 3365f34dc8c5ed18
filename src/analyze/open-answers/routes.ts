import * as contract from '#analyze/open-answers/contract.ts'
import { getOpenAnswers, listOpenAnswers } from '#analyze/open-answers/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.getOpenAnswers, getOpenAnswers),
  on(contract.listOpenAnswers, listOpenAnswers),
]

import { putAutoAccept, putNegativeNotices } from '#organize/classify/commands.ts'
import * as contract from '#organize/classify/contract.ts'
import { getLearned, previewReset, putLearnedWord, resetLearned } from '#organize/classify/learned.ts'
import { getAccuracy, getAutoAccept, getNegativeNotices } from '#organize/classify/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.getAccuracy, getAccuracy),
  on(contract.getAutoAccept, getAutoAccept),
  on(contract.putAutoAccept, putAutoAccept),
  on(contract.getNegativeNotices, getNegativeNotices),
  on(contract.putNegativeNotices, putNegativeNotices),
  on(contract.getLearned, getLearned),
  on(contract.putLearnedWord, putLearnedWord),
  on(contract.previewReset, previewReset),
  on(contract.resetLearned, resetLearned),
]

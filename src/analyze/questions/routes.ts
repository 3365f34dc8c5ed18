import { addEvidence, changeEvidence, removeEvidence } from '#analyze/questions/commands/evidence.ts'
import { addHypothesis, changeHypothesis, removeHypothesis } from '#analyze/questions/commands/hypotheses.ts'
import {
  answerQuestion,
  askQuestion,
  changeQuestion,
  removeQuestion,
  reopenQuestion,
} from '#analyze/questions/commands/questions.ts'
import * as contract from '#analyze/questions/contract.ts'
import { getQuestion } from '#analyze/questions/detail.ts'
import { listQuestions } from '#analyze/questions/queries.ts'
import { getQuotable } from '#analyze/questions/quotable.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listQuestions, listQuestions),
  on(contract.askQuestion, askQuestion),
  on(contract.getQuestion, getQuestion),
  on(contract.changeQuestion, changeQuestion),
  on(contract.removeQuestion, removeQuestion),
  on(contract.answerQuestion, answerQuestion),
  on(contract.reopenQuestion, reopenQuestion),
  on(contract.addHypothesis, addHypothesis),
  on(contract.changeHypothesis, changeHypothesis),
  on(contract.removeHypothesis, removeHypothesis),
  on(contract.addEvidence, addEvidence),
  on(contract.changeEvidence, changeEvidence),
  on(contract.removeEvidence, removeEvidence),
  on(contract.getQuotable, getQuotable),
]

import { removeDemo, resumeDemo } from '#app/demo/commands.ts'
import * as contract from '#app/demo/contract.ts'
import { getDemo } from '#app/demo/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.getDemo, getDemo),
  on(contract.resumeDemo, resumeDemo),
  on(contract.removeDemo, removeDemo),
]

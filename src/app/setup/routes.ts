import { changeSetupProgress } from '#app/setup/commands.ts'
import * as contract from '#app/setup/contract.ts'
import { getSetupProgress } from '#app/setup/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.getSetupProgress, getSetupProgress),
  on(contract.changeSetupProgress, changeSetupProgress),
]

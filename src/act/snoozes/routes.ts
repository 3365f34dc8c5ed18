import * as commands from '#act/snoozes/commands.ts'
import * as contract from '#act/snoozes/contract.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listSnoozes, commands.listSnoozes),
  on(contract.snooze, commands.snooze),
  on(contract.wake, commands.wake),
]

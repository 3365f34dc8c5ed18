import * as commands from '#act/hand-overs/commands.ts'
import * as contract from '#act/hand-overs/contract.ts'
import { on } from '#platform/http/on.ts'

export const routes = [on(contract.handOver, commands.handOver)]

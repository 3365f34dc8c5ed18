import * as commands from '#customers/segments/commands.ts'
import * as contract from '#customers/segments/contract.ts'
import { listSegments } from '#customers/segments/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listSegments, listSegments),
  on(contract.createSegment, commands.createSegment),
  on(contract.changeSegment, commands.changeSegment),
  on(contract.deleteSegment, commands.deleteSegment),
]

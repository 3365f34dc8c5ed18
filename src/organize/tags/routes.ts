import * as commands from '#organize/tags/commands.ts'
import * as contract from '#organize/tags/contract.ts'
import { getCategories } from '#organize/tags/queries.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.getCategories, getCategories),
  on(contract.putTypes, commands.putTypes),
  on(contract.putPriorities, commands.putPriorities),
  on(contract.createTag, commands.createTag),
  on(contract.changeTag, commands.changeTag),
  on(contract.createArea, commands.createArea),
  on(contract.changeArea, commands.changeArea),
]

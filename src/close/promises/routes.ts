import * as commands from '#close/promises/commands.ts'
import * as contract from '#close/promises/contract.ts'
import * as queries from '#close/promises/queries.ts'
import { promiseSettings } from '#close/promises/settings.ts'
import { on } from '#platform/http/on.ts'
import { getSetting } from '#platform/settings/settings.ts'

export const routes = [
  on(contract.listPromises, queries.listPromises),
  on(contract.countPromises, queries.countPromises),
  on(contract.scorePromises, queries.scorePromises),
  on(contract.getPromiseSettings, (ctx) => getSetting(ctx, promiseSettings)),
  on(contract.putPromiseSettings, commands.putPromiseSettings),
  on(contract.settlePromise, commands.settlePromise),
  on(contract.reopenPromise, commands.reopenPromise),
  on(contract.changePromise, commands.changePromise),
]

import * as commands from '#platform/files/commands.ts'
import * as contract from '#platform/files/contract.ts'
import { on } from '#platform/http/on.ts'

export const routes = [on(contract.downloadFile, commands.downloadFile)]

import { on, onVisit } from '#platform/http/on.ts'
import * as commands from '#prioritize/releases/commands.ts'
import * as contract from '#prioritize/releases/contract.ts'
import { uploadReleaseImage } from '#prioritize/releases/images.ts'
import * as queries from '#prioritize/releases/queries.ts'
import { addToRelease, shipRelease, takeBackRelease, takeFromRelease } from '#prioritize/releases/ship.ts'

export const routes = [
  on(contract.listReleases, queries.listReleases),
  on(contract.createRelease, commands.createRelease),
  onVisit(contract.uploadReleaseImage, uploadReleaseImage),
  on(contract.getRelease, queries.getRelease),
  on(contract.changeRelease, commands.changeRelease),
  on(contract.removeRelease, commands.removeRelease),
  on(contract.addToRelease, addToRelease),
  on(contract.takeFromRelease, takeFromRelease),
  on(contract.shipRelease, shipRelease),
  on(contract.takeBackRelease, takeBackRelease),
  on(contract.getRequestRelease, queries.getRequestRelease),
]

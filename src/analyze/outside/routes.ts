import {
  askAboutTheme,
  askTranslation,
  decideOutside,
  putOutside,
  removeOutside,
} from '#analyze/outside/commands.ts'
import * as contract from '#analyze/outside/contract.ts'
import { getOutside, getThemeOutside, getTranslation, listOutsideCalls } from '#analyze/outside/queries.ts'
import { tryOutside } from '#analyze/outside/trial.ts'
import { on, onVisit } from '#platform/http/on.ts'

export const routes = [
  on(contract.getOutside, getOutside),
  on(contract.putOutside, putOutside),
  on(contract.removeOutside, removeOutside),
  onVisit(contract.tryOutside, tryOutside),
  on(contract.listOutsideCalls, listOutsideCalls),
  on(contract.decideOutside, decideOutside),
  on(contract.getThemeOutside, getThemeOutside),
  on(contract.askAboutTheme, askAboutTheme),
  on(contract.getTranslation, getTranslation),
  on(contract.askTranslation, askTranslation),
]

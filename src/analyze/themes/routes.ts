import {
  changeTheme,
  createTheme,
  mergeTheme,
  moveThemeItem,
  unmergeTheme,
} from '#analyze/themes/commands/edit.ts'
import { addThemeNote, changeThemeNote, removeThemeNote } from '#analyze/themes/commands/notes.ts'
import { previewSplit, splitTheme, unsplitTheme } from '#analyze/themes/commands/split.ts'
import * as contract from '#analyze/themes/contract.ts'
import { getTheme, listThemeItems } from '#analyze/themes/detail.ts'
import { previewMerge, previewRules } from '#analyze/themes/preview.ts'
import { listThemes } from '#analyze/themes/queries.ts'
import { cancelRun, requestRun, resumeRun, showRun } from '#analyze/themes/runs.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listThemes, listThemes),
  on(contract.previewRules, previewRules),
  on(contract.findThemes, async (ctx) => showRun(await requestRun(ctx, 'find', 'asked'))),
  on(contract.cancelThemeRun, async (ctx, { runId }) => showRun(await cancelRun(ctx, runId))),
  on(contract.resumeThemeRun, async (ctx, { runId }) => showRun(await resumeRun(ctx, runId))),
  on(contract.createTheme, createTheme),
  on(contract.getTheme, getTheme),
  on(contract.listThemeItems, listThemeItems),
  on(contract.changeTheme, changeTheme),
  on(contract.mergeTheme, mergeTheme),
  on(contract.previewMerge, previewMerge),
  on(contract.unmergeTheme, unmergeTheme),
  on(contract.previewSplit, previewSplit),
  on(contract.splitTheme, splitTheme),
  on(contract.unsplitTheme, unsplitTheme),
  on(contract.moveThemeItem, moveThemeItem),
  on(contract.addThemeNote, addThemeNote),
  on(contract.changeThemeNote, changeThemeNote),
  on(contract.removeThemeNote, removeThemeNote),
]

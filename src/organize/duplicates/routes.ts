import * as commands from '#organize/duplicates/commands.ts'
import * as contract from '#organize/duplicates/contract.ts'
import * as queries from '#organize/duplicates/queries.ts'
import * as voices from '#organize/duplicates/voices.ts'
import { on } from '#platform/http/on.ts'

export const routes = [
  on(contract.listPairs, queries.listPairs),
  on(contract.countPairs, queries.countPairs),
  on(contract.dismissPair, commands.dismissPair),
  on(contract.restorePair, commands.restorePair),
  on(contract.previewItemMerge, voices.previewItemMerge),
  on(contract.mergeFeedback, commands.mergeFeedback),
  on(contract.undoItemMerge, commands.undoItemMerge),
  on(contract.findSimilar, queries.findSimilar),
  on(contract.listVoices, voices.listVoices),
  on(contract.listPairsOf, queries.listPairsOf),
]

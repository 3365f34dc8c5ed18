import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  dismissPair,
  mergeFeedback,
  type Pair,
  restorePair,
  type Side,
  undoItemMerge,
} from '#organize/duplicates/contract.ts'
import { call } from '#platform/web/api.ts'
import { plural } from '#platform/web/format.ts'
import { toast, toastError } from '#platform/web/toast.tsx'

/** Everything that shows items, their counts or their pairs. */
function useRefresh() {
  const queries = useQueryClient()
  const shown = ['pairs', 'voices', 'feedback', 'item', 'views', 'sections', 'waiting', 'timeline', 'health']
  return () => queries.invalidateQueries({ predicate: ({ queryKey }) => shown.includes(String(queryKey[0])) })
}

/** Merges one item into the other, says that two are not the same, takes a merge apart; each is taken back by its toast. */
export function useDuplicates() {
  const refresh = useRefresh()
  const unmerge = async (mergeId: string) => {
    await call(undoItemMerge, { mergeId })
    await refresh()
  }
  const merge = useMutation({
    mutationFn: ({ kept, merged }: { kept: Side; merged: Side }) =>
      call(mergeFeedback, { keptId: kept.id, mergedId: merged.id }),
    onSuccess: async (made, { kept, merged }) => {
      await refresh()
      toast({
        message: `Merged: “${kept.summary}” has ${plural(kept.voices + merged.voices, 'voice')} now.`,
        undo: () => unmerge(made.id),
      })
    },
    onError: (error) => toastError(error, 'Nothing was merged'),
  })
  const dismiss = useMutation({
    mutationFn: ({ id }: Pair) => call(dismissPair, { pairId: id }),
    onSuccess: async (_answer, { id }) => {
      await refresh()
      toast({
        message: 'Kept apart: this pair is not suggested again.',
        undo: async () => {
          await call(restorePair, { pairId: id })
          await refresh()
        },
      })
    },
    onError: (error) => toastError(error, 'The pair is still suggested'),
  })
  const restore = useMutation({
    mutationFn: ({ id }: Pair) => call(restorePair, { pairId: id }),
    onSuccess: async () => {
      await refresh()
      toast({ message: 'The pair is up for review again.' })
    },
    onError: (error) => toastError(error, 'The pair stays kept apart'),
  })
  const takeApart = useMutation({
    mutationFn: ({ mergeId }: { mergeId: string; summary: string }) => call(undoItemMerge, { mergeId }),
    onSuccess: async (_answer, { summary }) => {
      await refresh()
      toast({ message: `“${summary}” stands for itself again.` })
    },
    onError: (error) => toastError(error, 'The merge stands'),
  })
  return { merge, dismiss, restore, takeApart }
}

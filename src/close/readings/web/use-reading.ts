import { useMutation, useQueryClient } from '@tanstack/react-query'
import { chooseReader, readUpdate } from '#close/readings/contract.ts'
import { recallUpdate } from '#close/updates/contract.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

/** Asks everything again that shows where an update stands. */
export function useUpdateRefresh() {
  const slug = useSlug()
  const queries = useQueryClient()
  return () => {
    for (const key of ['updates', 'composer', 'case', 'today', 'item', 'cases'])
      void queries.invalidateQueries({ queryKey: [key, slug] })
  }
}

/** What can be done with an update that waits for its reader. */
export function useReading(updateId: string) {
  const refresh = useUpdateRefresh()
  const did = (message: string) => () => {
    refresh()
    toast({ message })
  }
  // somebody else was quicker: what stands there now is shown
  const failed = (title: string) => (error: Error) => {
    refresh()
    toastError(error, title)
  }
  return {
    agree: useMutation({
      mutationFn: (words: string) =>
        call(readUpdate, { updateId, verdict: 'agree', ...(words && { words }) }),
      onSuccess: did('Agreed. It leaves in 2 min.'),
      onError: failed('It still waits for you'),
    }),
    giveBack: useMutation({
      mutationFn: (words: string) => call(readUpdate, { updateId, verdict: 'return', words }),
      onSuccess: did('Returned with your words.'),
      onError: failed('It still waits for you'),
    }),
    takeBack: useMutation({
      mutationFn: () => call(recallUpdate, { updateId }),
      onSuccess: did('Taken back. It is a draft again.'),
      onError: failed('It was not taken back'),
    }),
    choose: useMutation({
      mutationFn: (readerId: string) => call(chooseReader, { updateId, readerId }),
      onSuccess: (update) => did(`${update.reading?.reader.name} reads it now.`)(),
      onError: failed('Nobody else was chosen'),
    }),
  }
}

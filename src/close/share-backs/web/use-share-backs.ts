import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  getShareBack,
  getShareBackSettings,
  listShareBacks,
  previewShareBack,
} from '#close/share-backs/contract.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toastError } from '#platform/web/toast.tsx'
import { usePages } from '#platform/web/use-pages.ts'

/** Share-backs that were made. */
export const useShareBacks = () =>
  usePages(['share-backs', 'list'], (from, options) => call(listShareBacks, { limit: 50, ...from }, options))

/** One as it was made, or the preview of the next; read again while the webhook has it before it. */
export function useShareBack(id: string) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['share-backs', slug, id],
    queryFn: async () =>
      id === 'preview'
        ? { ...(await call(previewShareBack, {})), kept: undefined }
        : await call(getShareBack, { shareBackId: id }).then((one) => ({ ...one, kept: one })),
    refetchInterval: (query) => (query.state.data?.kept?.webhook?.state === 'waiting' ? 5_000 : false),
  })
}

/** When they are made and who gets them. */
export function useShareBackSettings() {
  const slug = useSlug()
  return useQuery({
    queryKey: ['share-backs', slug, 'settings'],
    queryFn: () => call(getShareBackSettings, {}),
  })
}

/** A change: all that is shown of share-backs is read again. */
export function useShareBackChange<In, Out>(
  change: (input: In) => Promise<Out>,
  done?: (came: Out) => void,
  failed = 'Nothing was changed',
) {
  const queries = useQueryClient()
  const slug = useSlug()
  return useMutation({
    mutationFn: change,
    onSuccess: (came) => {
      void queries.invalidateQueries({ queryKey: ['share-backs', slug] })
      done?.(came)
    },
    onError: (error) => toastError(error, failed),
  })
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toastError } from '#platform/web/toast.tsx'
import { usePages } from '#platform/web/use-pages.ts'
import { getRelease, getRequestRelease, listReleases, type Release } from '#prioritize/releases/contract.ts'
import type { ReleaseState } from '#prioritize/releases/rules.ts'

/** Releases that come or that shipped. */
export const useReleases = (state: ReleaseState) =>
  usePages(['releases', state], (from, options) => call(listReleases, { state, limit: 50, ...from }, options))

/** One release with its requests. */
export function useRelease(releaseId: string) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['release', slug, releaseId],
    queryFn: ({ signal }) => call(getRelease, { releaseId }, { signal }),
    refetchInterval: 60_000,
  })
}

/** The release that a request ships with. */
export function useRequestRelease(requestId: string) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['request-release', slug, requestId],
    queryFn: ({ signal }) => call(getRequestRelease, { requestId }, { signal }),
  })
}

/** A change of a release: its page shows what came back; requests may have moved with it. */
export function useReleaseChange<T = void>(
  change: (input: T) => Promise<Release | undefined>,
  done?: (release: Release | undefined) => void,
) {
  const queries = useQueryClient()
  const slug = useSlug()
  return useMutation({
    mutationFn: change,
    onSuccess: (release) => {
      if (release) queries.setQueryData(['release', slug, release.id], release)
      for (const key of [
        ...['releases', 'request', 'requests', 'request-counts', 'request-release', 'waiting'],
        // what shipped competes no more
        ...['score', 'ranking', 'matrix', 'roadmap'],
      ])
        void queries.invalidateQueries({ queryKey: [key, slug] })
      done?.(release)
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getSession, type Session } from '#collect/sessions/contract.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import { toastError } from '#platform/web/toast.tsx'

/** One session whole. */
export function useResearchSession(sessionId: string) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['sessions', slug, sessionId],
    queryFn: ({ signal }) => call(getSession, { sessionId }, { signal }),
  })
}

/** A change of a session: its page shows what came back, lists are read again. */
export function useSessionChange<I>(
  change: (input: I) => Promise<Session>,
  { failed, done }: { failed: string; done?: (session: Session) => void },
) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async (session) => {
      await Promise.all(['sessions', 'feedback'].map((key) => queries.invalidateQueries({ queryKey: [key] })))
      done?.(session)
    },
    onError: (error) => toastError(error, failed),
  })
}

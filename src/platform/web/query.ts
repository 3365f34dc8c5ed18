import { QueryClient } from '@tanstack/react-query'
import { ApiError } from '#platform/web/api.ts'

/** One client for the page: a refusal is final, a lost line is tried again, a lapsed session goes to the sign-in. */
export function makeQueryClient(onSignedOut: () => void): QueryClient {
  const watch = (error: Error) => {
    if (error instanceof ApiError && error.status === 401) onSignedOut()
  }
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 20_000,
        retry: (failures, error) =>
          failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
      },
      mutations: { retry: false },
    },
  })
  client.getQueryCache().config.onError = watch
  client.getMutationCache().config.onError = watch
  return client
}

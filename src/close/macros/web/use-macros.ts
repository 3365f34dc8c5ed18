import { useQuery } from '@tanstack/react-query'
import { listMacros } from '#close/macros/contract.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'

/** Saved texts: one's own and shared ones. */
export function useMacros() {
  const slug = useSlug()
  return useQuery({
    queryKey: ['macros', slug],
    queryFn: () => call(listMacros, {}),
    staleTime: 60_000,
  })
}

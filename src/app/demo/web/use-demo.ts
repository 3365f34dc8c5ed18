import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { getDemo } from '#app/demo/contract.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'
import { useSession } from '#platform/web/session.tsx'

/** How far the demo of this workspace is, asked each second while it is being written; every page reads anew at its end. */
export function useDemo() {
  const slug = useSlug()
  const { workspace } = useSession()
  const queries = useQueryClient()
  const demo = useQuery({
    queryKey: ['demo', slug],
    queryFn: () => call(getDemo, {}),
    enabled: workspace.isDemo,
    staleTime: 60_000,
    refetchInterval: ({ state }) => (state.data?.state === 'writing' ? 1000 : false),
  }).data
  const before = useRef(demo?.state)
  useEffect(() => {
    if (before.current === 'writing' && demo?.state !== 'writing') void queries.invalidateQueries()
    before.current = demo?.state
  }, [demo?.state, queries])
  return demo
}

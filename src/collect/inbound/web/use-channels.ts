import { useQuery } from '@tanstack/react-query'
import { listChannels } from '#collect/feedback/contract.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'

/** The channels of the workspace, as a field offers them. */
export function useChannels(): { value: string; label: string }[] {
  const slug = useSlug()
  const { data } = useQuery({ queryKey: ['channels', slug], queryFn: () => call(listChannels, {}) })
  return (data?.data ?? []).map((one) => ({ value: one.code, label: one.label }))
}

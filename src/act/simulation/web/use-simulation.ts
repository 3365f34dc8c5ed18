import { useQuery } from '@tanstack/react-query'
import { type StaffChange, simulatePlaybook } from '#act/simulation/contract.ts'
import type { CalendarSetting } from '#platform/calendar/contract.ts'
import { call } from '#platform/web/api.ts'
import { useSlug } from '#platform/web/go.tsx'

/** What is asked for: the change, and the past it is tried on. */
export interface Asked {
  /** the draft, or a saved version; the playbook as it is when neither is given */
  text?: string | undefined
  version?: number | undefined
  months: number
  seed: number
  calendar?: CalendarSetting | undefined
  staff: StaffChange[]
  staffNow: StaffChange[]
}

/** Simulates what is asked; leaving the screen, or asking otherwise, stops the run on the server. */
export function useSimulation(key: string, asked: Asked) {
  const slug = useSlug()
  return useQuery({
    queryKey: ['simulation', slug, key, asked],
    queryFn: ({ signal }) => call(simulatePlaybook, { key, ...asked }, { signal }),
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
}

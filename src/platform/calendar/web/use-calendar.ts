import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Calendar, getCalendar, putCalendar } from '#platform/calendar/contract.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { setFormats } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'

/** The calendar of the workspace. */
export function useCalendar() {
  const slug = useSlug()
  return useQuery({ queryKey: ['calendar', slug], queryFn: () => call(getCalendar, {}) })
}

/** A calendar while it is being changed; `save` keeps it, and every date is shown in its zone from then on. */
export function useCalendarForm(start: Calendar, onSaved: () => void) {
  const slug = useSlug()
  const queries = useQueryClient()
  const [given, set] = useState(start)
  const { nextClosed, ...setting } = given
  const save = useMutation({
    mutationFn: () => call(putCalendar, setting),
    onSuccess: (kept) => {
      queries.setQueryData(['calendar', slug], kept)
      setFormats({ zone: kept.zone })
      set(kept)
      onSaved()
    },
  })
  return {
    setting,
    nextClosed,
    change: (part: Partial<Calendar>) => set((before) => ({ ...before, ...part })),
    save,
    wrong: fieldErrors(save.error),
  }
}

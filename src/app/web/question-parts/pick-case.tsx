import { useQuery } from '@tanstack/react-query'
import { listCases } from '#act/cases/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import type { Slots } from '#platform/web/slots.tsx'

/** Chooses an open case that follows from an answer; choosing it again lets it go. */
export default function PickCase({ value, onPick }: Slots['question.pick-case']) {
  const slug = useSlug()
  const canRead = useCan('cases:read')
  const cases = useQuery({
    queryKey: ['cases', slug, 'to follow'],
    queryFn: ({ signal }) => call(listCases, { limit: 100 }, { signal }),
    enabled: canRead,
  })
  if (!canRead) return null
  const chosen = cases.data?.data.find((one) => one.id === value)
  return (
    <Picker
      label="Open case"
      value={value ? [value] : []}
      options={(cases.data?.data ?? []).map((one) => ({
        value: one.id,
        label: one.title,
        hint: one.account?.name ?? one.contact?.name,
      }))}
      empty={cases.isPending ? 'Loading the cases' : 'No open case matches.'}
      onPick={(id) => onPick(id === value ? undefined : id)}
      trigger={<Button size="sm">{chosen ? `Case: ${chosen.title}` : 'A case'}</Button>}
    />
  )
}

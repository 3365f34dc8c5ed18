import { useQuery } from '@tanstack/react-query'
import { listSurveys } from '#collect/surveys/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { useGo, useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'

/** From a silent segment to a survey with it as the audience, to be looked at and sent. Nothing is sent by itself. */
export function AskThem({ segment, name }: { segment: string; name: string }) {
  const slug = useSlug()
  const go = useGo()
  const canSend = useCan('surveys:manage')
  const surveys = useQuery({
    queryKey: ['surveys', slug],
    queryFn: () => call(listSurveys, { limit: 100 }),
    enabled: canSend,
    staleTime: 60_000,
  })
  const all = surveys.data?.data ?? []
  if (!canSend || all.length === 0) return null
  return (
    <Picker
      label="Survey"
      options={all.map((one) => ({ value: one.id, label: one.name }))}
      onPick={(id) => go(`surveys/${id}`, { search: { segment } })}
      trigger={
        <Button kind="ghost" size="sm" aria-label={`Ask them by survey: ${name}`}>
          Ask them
        </Button>
      }
    />
  )
}

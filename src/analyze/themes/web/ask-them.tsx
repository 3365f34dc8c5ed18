import { useQuery } from '@tanstack/react-query'
import { listSurveys } from '#collect/surveys/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { Go, useGo, useSlug } from '#platform/web/go.tsx'
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
  const [only, ...others] = surveys.data?.data ?? []
  if (!canSend || !only) return null
  const label = `Ask them by survey: ${name}`
  if (others.length === 0)
    return (
      <Go to={`surveys/${only.id}`} search={{ segment }} className="link nowrap" aria-label={label}>
        Ask them
      </Go>
    )
  return (
    <Picker
      label="Survey"
      options={[only, ...others].map((one) => ({ value: one.id, label: one.name }))}
      onPick={(id) => go(`surveys/${id}`, { search: { segment } })}
      trigger={
        <Button kind="ghost" size="sm" aria-label={label}>
          Ask them
        </Button>
      }
    />
  )
}

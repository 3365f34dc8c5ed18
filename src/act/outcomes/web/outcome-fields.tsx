import { useQuery } from '@tanstack/react-query'
import type { Case } from '#act/cases/contract.ts'
import { type Confirmation, getCauses, type OutcomeGiven } from '#act/outcomes/contract.ts'
import { rests } from '#act/outcomes/rules.ts'
import { call } from '#platform/web/api.ts'
import { Field, Select, TextInput } from '#platform/web/form.tsx'
import { said } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'

/** What is known of the outcome of a case, as fields begin with it. */
export function givenOf({ outcome }: Pick<Case, 'outcome'>): OutcomeGiven {
  return {
    cause: outcome.cause,
    causeWords: outcome.causeWords,
    confirmation: outcome.confirmation,
    touchpointId: outcome.touchpointId,
  }
}

/** The causes that people choose from. */
export function useCauses() {
  const slug = useSlug()
  return useQuery({
    queryKey: ['case-causes', slug],
    queryFn: () => call(getCauses, {}),
    staleTime: 300_000,
  })
}

/** What caused it, and what the customer's word rests on: the touch is chosen from those of the case. */
export function OutcomeFields({
  one,
  given,
  onChange,
}: {
  one: Case
  given: OutcomeGiven
  onChange(given: OutcomeGiven): void
}) {
  const causes = useCauses()
  const list = [...new Set([...(causes.data?.causes ?? []), ...(given.cause ? [given.cause] : [])])]
  const touches = one.touchpoints.filter(
    ({ kind, direction }) => direction !== 'inside' && (kind === 'mail' || rests('call', kind)),
  )
  // One choice names both the way and the very touch.
  const chosen = given.touchpointId ?? given.confirmation ?? ''
  const choose = (value: string) => {
    const touch = touches.find(({ id }) => id === value)
    onChange({
      ...given,
      confirmation: touch
        ? touch.kind === 'mail'
          ? 'mail'
          : 'call'
        : ((value || null) as Confirmation | null),
      touchpointId: touch?.id ?? null,
    })
  }
  return (
    <div className="mt-3 grid gap-3 wide:grid-cols-2">
      <Field label="Cause" optional>
        <Select
          value={given.cause ?? ''}
          options={[
            { value: '', label: 'Not said' },
            ...list.map((cause) => ({ value: cause, label: cause })),
          ]}
          onChange={(event) => onChange({ ...given, cause: event.target.value || null })}
        />
      </Field>
      <Field label="Cause in your words" optional>
        <TextInput
          maxLength={2000}
          value={given.causeWords ?? ''}
          onChange={(event) => onChange({ ...given, causeWords: event.target.value || null })}
        />
      </Field>
      <Field
        label="Confirmed by the customer"
        help="The call, meeting or mail in which they said so. Log it on the case first where it is missing."
      >
        <Select
          value={chosen}
          options={[
            { value: '', label: 'Not said' },
            { value: 'not_asked', label: 'Not asked' },
            ...(one.outcome.after ? [{ value: 'survey', label: 'By their answer to the survey' }] : []),
            ...touches.map((touch) => ({
              value: touch.id,
              label: `${touch.kind === 'mail' ? 'Mail' : touch.kind === 'call' ? 'Call' : 'Meeting'} ${said(touch.at)}: ${touch.summary.slice(0, 60)}`,
            })),
          ]}
          onChange={(event) => choose(event.target.value)}
        />
      </Field>
    </div>
  )
}

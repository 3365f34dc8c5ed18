import { seenWithinDays } from '#collect/surveys/rules.ts'
import { Checkbox, Field, Select, TextInput } from '#platform/web/form.tsx'

/** What a wave sent by hand may choose as programmes do. */
export interface WaveChoices {
  activeOnly: boolean
  samplePercent: number
  /** 0: at once */
  mornings: number
  /** 0: nobody is reminded */
  reminderDays: number
}

export const usualChoices: WaveChoices = {
  activeOnly: false,
  samplePercent: 100,
  mornings: 0,
  reminderDays: 0,
}

const leaves: Record<number, string> = {
  0: 'At once',
  1: 'On the next weekday morning, in the zone of each',
  5: 'Spread over five weekday mornings, in the zone of each',
}

/** In words for the last look: what was chosen beyond the usual. */
export function choiceWords({ activeOnly, samplePercent, mornings, reminderDays }: WaveChoices): string {
  return [
    mornings > 0 && `${leaves[mornings]}.`,
    activeOnly && `Only people seen in the last ${seenWithinDays} days or of unknown use.`,
    samplePercent < 100 && `A sample of ${samplePercent} percent.`,
    reminderDays > 0 && `Reminded once after ${reminderDays} days.`,
  ]
    .filter(Boolean)
    .join(' ')
}

/** When a wave leaves, whom of the audience it asks, and whether it reminds. */
export function WaveChoiceFields({
  choices,
  canRemind,
  onChange,
}: {
  choices: WaveChoices
  canRemind: boolean
  onChange(choices: WaveChoices): void
}) {
  const put = (change: Partial<WaveChoices>) => onChange({ ...choices, ...change })
  const number = (text: string, most: number) => Math.min(most, Math.max(1, Math.round(Number(text)) || 1))
  return (
    <section aria-label="How it asks" className="grid gap-3">
      <Field label="When it leaves">
        <Select
          value={String(choices.mornings)}
          onChange={(event) => put({ mornings: Number(event.target.value) })}
          options={Object.entries(leaves).map(([value, label]) => ({ value, label }))}
        />
      </Field>
      <Checkbox
        label={`Only people seen in the last ${seenWithinDays} days`}
        help="People of whom no use is known stay."
        checked={choices.activeOnly}
        onChange={(event) => put({ activeOnly: event.target.checked })}
      />
      <Field label="Sample, percent" help="100 asks everybody. Less takes others the next time.">
        <TextInput
          type="number"
          min={1}
          max={100}
          className="max-w-24"
          value={choices.samplePercent}
          onChange={(event) => put({ samplePercent: number(event.target.value, 100) })}
        />
      </Field>
      {canRemind && (
        <Checkbox
          label="Remind once who has not answered"
          checked={choices.reminderDays > 0}
          onChange={(event) => put({ reminderDays: event.target.checked ? 7 : 0 })}
        />
      )}
      {canRemind && choices.reminderDays > 0 && (
        <Field label="Days after the invitation">
          <TextInput
            type="number"
            min={1}
            max={60}
            className="max-w-24"
            value={choices.reminderDays}
            onChange={(event) => put({ reminderDays: number(event.target.value, 60) })}
          />
        </Field>
      )}
    </section>
  )
}

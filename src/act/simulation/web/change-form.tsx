import type { StaffChange } from '#act/simulation/contract.ts'
import { StaffFields } from '#act/simulation/web/staff-fields.tsx'
import type { Asked } from '#act/simulation/web/use-simulation.ts'
import type { Calendar } from '#platform/calendar/contract.ts'
import { HolidayFields, ZoneField } from '#platform/calendar/web/place-fields.tsx'
import { WorkingHours } from '#platform/calendar/web/working-hours.tsx'
import { Checkbox, Field, Select, TextInput } from '#platform/web/form.tsx'

/** What is changed, as the form has it. `against` is `draft`, `same`, or the number of a version. */
export interface Change extends Omit<Asked, 'text' | 'version'> {
  against: string
}

interface Props {
  change: Change
  onChange(part: Partial<Change>): void
  /** texts that can be compared: the draft, and every version */
  texts: readonly { value: string; label: string }[]
  positions: readonly { name: string; people: number }[]
  calendar: Calendar | undefined
  wrong: Record<string, string>
}

const periods = [1, 3, 6, 12, 24]

/** The playbook, the past, the people and the hours to simulate. */
export function ChangeForm({ change, onChange, texts, positions, calendar, wrong }: Props) {
  const setStaff = (side: 'staffNow' | 'staff', next: StaffChange[]) => onChange({ [side]: next })
  const own = change.calendar
  return (
    <div className="simform">
      <section aria-label="Playbook and time">
        <Field label="Changed playbook">
          <Select
            value={change.against}
            options={texts}
            onChange={(event) => onChange({ against: event.target.value })}
          />
        </Field>
        <Field label="Past">
          <Select
            value={String(change.months)}
            options={periods.map((n) => ({
              value: String(n),
              label: n === 1 ? 'last month' : `last ${n} months`,
            }))}
            onChange={(event) => onChange({ months: Number(event.target.value) })}
          />
        </Field>
        <Field label="Seed" help="Decides where nothing is recorded; the same seed gives the same answer.">
          <TextInput
            type="number"
            min={0}
            value={change.seed}
            onChange={(event) => onChange({ seed: Math.max(0, Math.round(event.target.valueAsNumber || 0)) })}
          />
        </Field>
      </section>
      <section aria-label="Staff">
        <StaffFields positions={positions} now={change.staffNow} changed={change.staff} onChange={setStaff} />
      </section>
      <section aria-label="Hours and holidays">
        <Checkbox
          label="Other hours and holidays"
          help="In place of the workspace’s; accounts with a calendar of their own keep it."
          checked={own !== undefined}
          disabled={!calendar}
          onChange={(event) => onChange({ calendar: event.target.checked ? settingOf(calendar) : undefined })}
        />
        {own && (
          <>
            <WorkingHours
              value={own.hours}
              onChange={(hours) => onChange({ calendar: { ...own, hours } })}
              wrong={wrong}
            />
            <ZoneField
              given={own}
              onChange={(part) => onChange({ calendar: { ...own, ...part } })}
              wrong={wrong}
            />
            <HolidayFields
              given={own}
              onChange={(part) => onChange({ calendar: { ...own, ...part } })}
              wrong={wrong}
            />
          </>
        )}
      </section>
    </div>
  )
}

function settingOf(calendar: Calendar | undefined): Change['calendar'] {
  if (!calendar) return undefined
  const { nextClosed: _, ...setting } = calendar
  return setting
}

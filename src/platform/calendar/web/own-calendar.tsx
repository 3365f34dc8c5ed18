import type { CalendarSetting } from '#platform/calendar/contract.ts'
import { ClosedDays } from '#platform/calendar/web/closed-days.tsx'
import { HolidayFields, ZoneField } from '#platform/calendar/web/place-fields.tsx'
import { useCalendar } from '#platform/calendar/web/use-calendar.ts'
import { WorkingHours } from '#platform/calendar/web/working-hours.tsx'
import { Switch } from '#platform/web/form.tsx'

interface Props {
  value: CalendarSetting | null
  onChange(next: CalendarSetting | null): void
  /** What the server refused, by field: `calendar.zone`. */
  wrong: Record<string, string>
  /** Whose hours hold without own ones: "those of the workspace". */
  otherwise: string
}

/** Zone, hours and days off of a team, a member or an account; they begin as a copy of the workspace's. */
export function OwnCalendar({ value, onChange, wrong, otherwise }: Props) {
  const office = useCalendar().data
  const own = Object.fromEntries(
    Object.entries(wrong).flatMap(([field, message]) =>
      field.startsWith('calendar.') ? [[field.slice('calendar.'.length), message]] : [],
    ),
  )
  const toggle = (isOn: boolean) => {
    if (!isOn || !office) return onChange(null)
    const { nextClosed: _next, ...setting } = office
    onChange(setting)
  }
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="vh">Zone and hours</legend>
      <Switch
        label="Zone, hours and holidays of its own"
        checked={value !== null}
        disabled={!office}
        onChange={toggle}
      />
      {!value && <p className="help">Reckoned by {otherwise}.</p>}
      {value && (
        <>
          <ZoneField given={value} onChange={(part) => onChange({ ...value, ...part })} wrong={own} />
          <WorkingHours value={value.hours} onChange={(hours) => onChange({ ...value, hours })} wrong={own} />
          <HolidayFields given={value} onChange={(part) => onChange({ ...value, ...part })} wrong={own} />
          <ClosedDays closed={value.closed} onChange={(closed) => onChange({ ...value, closed })} />
          {own.closed && (
            <p className="err" role="alert">
              {own.closed}
            </p>
          )}
        </>
      )}
    </fieldset>
  )
}

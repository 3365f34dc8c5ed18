import { useState } from 'react'
import type { CalendarSetting } from '#platform/calendar/contract.ts'
import { Button } from '#platform/web/button.tsx'
import { DateInput, Field, TextInput } from '#platform/web/form.tsx'
import { dateOn } from '#platform/web/format.ts'

/** Days off beyond the public holidays. */
export function ClosedDays({
  closed,
  onChange,
}: {
  closed: CalendarSetting['closed']
  onChange(next: CalendarSetting['closed']): void
}) {
  const [day, setDay] = useState({ on: '', name: '' })
  return (
    <>
      <ul>
        {closed.map((one) => (
          <li key={one.on} className="row border-b border-line py-1">
            <span className="num w-32">{dateOn(one.on)}</span>
            <span className="grow">{one.name}</span>
            <Button
              kind="ghost"
              size="sm"
              aria-label={`Remove ${one.name}`}
              icon="close"
              onClick={() => onChange(closed.filter((other) => other !== one))}
            />
          </li>
        ))}
      </ul>
      <div className="row flex-wrap items-end">
        <Field label="Closed on">
          <DateInput value={day.on} onChange={(event) => setDay({ ...day, on: event.target.value })} />
        </Field>
        <Field label="Name of the day">
          <TextInput value={day.name} onChange={(event) => setDay({ ...day, name: event.target.value })} />
        </Field>
        <Button
          disabled={!day.on || !day.name.trim()}
          onClick={() => {
            onChange(
              [...closed.filter((one) => one.on !== day.on), day].sort((a, b) => (a.on < b.on ? -1 : 1)),
            )
            setDay({ on: '', name: '' })
          }}
        >
          Add
        </Button>
      </div>
    </>
  )
}

import { useId, useState } from 'react'
import type { CalendarSetting } from '#platform/calendar/contract.ts'
import { type Hours, hoursText, minutesOf, readHours } from '#platform/calendar/web/hours-text.ts'
import { Button } from '#platform/web/button.tsx'
import { TextInput } from '#platform/web/form.tsx'
import '#platform/calendar/web/working-hours.css'

type Week = CalendarSetting['hours']

const days = [
  ['mon', 'Monday'],
  ['tue', 'Tuesday'],
  ['wed', 'Wednesday'],
  ['thu', 'Thursday'],
  ['fri', 'Friday'],
  ['sat', 'Saturday'],
  ['sun', 'Sunday'],
] as const
const weekdays = ['tue', 'wed', 'thu', 'fri'] as const

interface Props {
  value: Week
  onChange(next: Week): void
  /** What the server refused, by field: `hours.mon.0.1`. */
  wrong: Record<string, string>
}

/** The week as bars over 24 hours, each day written beside its bar. An empty line is a closed day. */
export function WorkingHours({ value, onChange, wrong }: Props) {
  const monday = JSON.stringify(value.mon)
  return (
    <div className="whours">
      {days.map(([key, label]) => (
        <Day
          key={key}
          label={label}
          hours={value[key]}
          error={Object.entries(wrong).find(([field]) => field.startsWith(`hours.${key}`))?.[1]}
          onChange={(hours) => onChange({ ...value, [key]: hours })}
        />
      ))}
      <div className="axis">
        <span className="marks num" aria-hidden="true">
          {[0, 6, 12, 18, 24].map((hour) => (
            <span key={hour}>{hour}</span>
          ))}
        </span>
        {weekdays.some((day) => JSON.stringify(value[day]) !== monday) && (
          <Button
            kind="ghost"
            size="sm"
            onClick={() =>
              onChange({ ...value, ...Object.fromEntries(weekdays.map((day) => [day, value.mon])) })
            }
          >
            Monday’s hours until Friday
          </Button>
        )}
      </div>
      {wrong.hours && (
        <p className="err text-sla-late" role="alert">
          Working hours {wrong.hours}.
        </p>
      )}
    </div>
  )
}

function Day({
  label,
  hours,
  error,
  onChange,
}: {
  label: string
  hours: Hours
  error: string | undefined
  onChange(next: Hours): void
}) {
  const id = useId()
  const [text, setText] = useState(hoursText(hours))
  const isOwn = JSON.stringify(readHours(text)) === JSON.stringify(hours)
  return (
    <div className={`day${hours.length === 0 ? ' off' : ''}`}>
      <label htmlFor={id}>
        <span aria-hidden="true">{label.slice(0, 3)}</span>
        <span className="vh">{label}</span>
      </label>
      <svg viewBox="0 0 1440 40" preserveAspectRatio="none" aria-hidden="true">
        <rect width="1440" height="40" rx="6" className="closed" />
        {hours.map((one) => {
          const [from, to] = minutesOf(one) ?? [0, 0]
          return <rect key={one.join()} x={from} width={to - from} height="40" rx="4" className="open" />
        })}
      </svg>
      <TextInput
        id={id}
        className="num"
        placeholder="closed"
        value={isOwn ? text : hoursText(hours)}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={(event) => {
          setText(event.target.value)
          onChange(readHours(event.target.value))
        }}
        onBlur={() => setText(hoursText(readHours(text)))}
      />
      {error && (
        <p className="err text-sla-late" id={`${id}-error`}>
          {label}: {error}
        </p>
      )}
    </div>
  )
}

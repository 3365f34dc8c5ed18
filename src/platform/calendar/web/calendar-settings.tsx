import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Calendar, getCalendar, listHolidayPlaces, putCalendar } from '#platform/calendar/contract.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { DateInput, Field, Select, TextInput } from '#platform/web/form.tsx'
import { dateOn } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

const days = [
  ['mon', 'Monday'],
  ['tue', 'Tuesday'],
  ['wed', 'Wednesday'],
  ['thu', 'Thursday'],
  ['fri', 'Friday'],
  ['sat', 'Saturday'],
  ['sun', 'Sunday'],
] as const

/** When the office is open: what business hours and business days of playbooks mean. */
export default function CalendarSettings() {
  const slug = useSlug()
  const query = useQuery({ queryKey: ['calendar', slug], queryFn: () => call(getCalendar, {}) })
  if (query.isError)
    return (
      <Failed
        error={query.error}
        title="The calendar could not be loaded"
        onRetry={() => void query.refetch()}
      />
    )
  if (!query.data) return <LoadingBlock height={400} label="Loading the calendar" />
  return <Form start={query.data} />
}

function Form({ start }: { start: Calendar }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const canWrite = useCan('settings:write')
  const [given, set] = useState(start)
  const [closed, setClosed] = useState({ on: '', name: '' })
  const countries = useQuery({
    queryKey: ['holiday-places'],
    queryFn: () => call(listHolidayPlaces, {}),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const states = useQuery({
    queryKey: ['holiday-places', given.country],
    queryFn: () => call(listHolidayPlaces, { country: given.country! }),
    enabled: given.country !== null,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const save = useMutation({
    mutationFn: () => {
      const { nextClosed: _, ...setting } = given
      return call(putCalendar, setting)
    },
    onSuccess: (kept) => {
      queries.setQueryData(['calendar', slug], kept)
      set(kept)
      toast({ message: 'Kept. Due times already given stay as they are.' })
    },
  })
  const wrong = fieldErrors(save.error)
  const none = { value: '', label: 'None' }
  const places = (list: { code: string; name: string }[] | undefined) => [
    none,
    ...(list ?? []).map((one) => ({ value: one.code, label: one.name })),
  ]
  return (
    <fieldset disabled={!canWrite} className="min-w-0">
      <Setting title="Time zone" text="Due times are reckoned and shown in it.">
        <Field label="Zone" error={wrong.zone}>
          <TextInput
            list="zones"
            value={given.zone}
            onChange={(event) => set({ ...given, zone: event.target.value })}
          />
        </Field>
        <datalist id="zones">
          {Intl.supportedValuesOf('timeZone').map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </Setting>
      <Setting title="Hours" text="An empty line is a closed day. A business day ends at its last hour.">
        <div className="lines">
          {days.map(([key, label]) => (
            <Field key={key} label={label} error={wrong[`hours.${key}`]}>
              <HoursInput
                value={given.hours[key]}
                onChange={(hours) => set({ ...given, hours: { ...given.hours, [key]: hours } })}
              />
            </Field>
          ))}
        </div>
      </Setting>
      <Setting title="Holidays" text="Public holidays of a country, and days of your own.">
        <Field label="Country">
          <Select
            value={given.country ?? ''}
            options={places(countries.data?.data)}
            onChange={(event) =>
              set({ ...given, country: event.target.value || null, state: null, region: null })
            }
          />
        </Field>
        {(states.data?.data.length ?? 0) > 0 && (
          <Field label="State or region">
            <Select
              value={given.state ?? ''}
              options={places(states.data?.data)}
              onChange={(event) => set({ ...given, state: event.target.value || null, region: null })}
            />
          </Field>
        )}
        <ul>
          {given.closed.map((day) => (
            <li key={day.on} className="row border-b border-line py-1">
              <span className="num w-32">{dateOn(day.on)}</span>
              <span className="grow">{day.name}</span>
              <Button
                kind="ghost"
                size="sm"
                aria-label={`Remove ${day.name}`}
                icon="close"
                onClick={() => set({ ...given, closed: given.closed.filter((one) => one !== day) })}
              />
            </li>
          ))}
        </ul>
        <div className="row flex-wrap items-end">
          <Field label="Closed on">
            <DateInput
              value={closed.on}
              onChange={(event) => setClosed({ ...closed, on: event.target.value })}
            />
          </Field>
          <Field label="Name of the day">
            <TextInput
              value={closed.name}
              onChange={(event) => setClosed({ ...closed, name: event.target.value })}
            />
          </Field>
          <Button
            disabled={!closed.on || !closed.name.trim()}
            onClick={() => {
              set({
                ...given,
                closed: [...given.closed.filter((one) => one.on !== closed.on), closed].sort((a, b) =>
                  a.on < b.on ? -1 : 1,
                ),
              })
              setClosed({ on: '', name: '' })
            }}
          >
            Add
          </Button>
        </div>
        {given.nextClosed.length > 0 && (
          <p className="help">
            Closed next:{' '}
            {given.nextClosed
              .slice(0, 4)
              .map((day) => `${dateOn(day.on)} (${day.name})`)
              .join(', ')}
            .
          </p>
        )}
      </Setting>
      {save.isError && (
        <p className="err px-5 text-sla-late" role="alert">
          {save.error.message}
        </p>
      )}
      {canWrite && (
        <div className="row py-4">
          <Button kind="primary" busy={save.isPending} onClick={() => save.mutate()}>
            Keep these hours
          </Button>
        </div>
      )}
    </fieldset>
  )
}

type Hours = [string, string][]

/** Hours as people write them: "09:00-12:00, 13:00-17:30". */
function HoursInput({ value, onChange, ...rest }: { value: Hours; onChange(next: Hours): void }) {
  const [text, setText] = useState(value.map((one) => one.join('-')).join(', '))
  return (
    <TextInput
      {...rest}
      placeholder="closed"
      value={text}
      onChange={(event) => {
        setText(event.target.value)
        const parts = event.target.value
          .split(',')
          .map((part) => part.trim())
          .filter(Boolean)
        onChange(parts.map((part) => part.split(/\s*[-–]\s*/) as [string, string]))
      }}
    />
  )
}

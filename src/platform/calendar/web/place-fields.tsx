import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { type CalendarSetting, listHolidayPlaces } from '#platform/calendar/contract.ts'
import { call } from '#platform/web/api.ts'
import { Field, Select, TextInput } from '#platform/web/form.tsx'

interface Props {
  given: CalendarSetting
  onChange(change: Partial<CalendarSetting>): void
  wrong: Record<string, string>
}

const none = { value: '', label: 'None' }
const choices = (list: { code: string; name: string }[] | undefined) => [
  none,
  ...(list ?? []).map((one) => ({ value: one.code, label: one.name })),
]

/** The zone in which due times are reckoned and shown. */
export function ZoneField({ given, onChange, wrong }: Props) {
  const list = useId()
  const now = clockIn(given.zone)
  return (
    <>
      <Field label="Time zone" error={wrong.zone} help={now && `It is ${now} there now.`}>
        <TextInput
          list={list}
          value={given.zone}
          onChange={(event) => onChange({ zone: event.target.value })}
        />
      </Field>
      <datalist id={list}>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  )
}

function clockIn(zone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    }).format(new Date())
  } catch {
    return undefined
  }
}

/** The country whose public holidays close the office, and the state where the country has several. */
export function HolidayFields({ given, onChange, wrong }: Props) {
  const countries = usePlaces(undefined)
  const states = usePlaces(given.country ?? '')
  return (
    <>
      <Field label="Public holidays" error={wrong.country}>
        <Select
          value={given.country ?? ''}
          options={choices(countries)}
          onChange={(event) => onChange({ country: event.target.value || null, state: null, region: null })}
        />
      </Field>
      {(states?.length ?? 0) > 0 && (
        <Field label="State or region" error={wrong.state}>
          <Select
            value={given.state ?? ''}
            options={choices(states)}
            onChange={(event) => onChange({ state: event.target.value || null, region: null })}
          />
        </Field>
      )}
    </>
  )
}

/** The list stands on the server: the holidays of the world are no part of a page. */
function usePlaces(country: string | undefined) {
  return useQuery({
    queryKey: ['holiday-places', country],
    queryFn: () => call(listHolidayPlaces, country ? { country } : {}),
    enabled: country !== '',
    staleTime: Number.POSITIVE_INFINITY,
  }).data?.data
}

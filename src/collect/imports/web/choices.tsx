import { useQuery } from '@tanstack/react-query'
import { listChannels } from '#collect/feedback/contract.ts'
import type { ImportRun } from '#collect/imports/contract.ts'
import { historyChoices, historyWords } from '#collect/imports/rules.ts'
import type { useImportVerbs } from '#collect/imports/web/use-imports.ts'
import { call } from '#platform/web/api.ts'
import { Field, Select, TextInput } from '#platform/web/form.tsx'
import { useSlug } from '#platform/web/go.tsx'

type ChangeInput = Parameters<ReturnType<typeof useImportVerbs>['change']['mutate']>[0]

/** What holds for all rows: channel, history, tag, zone, encoding, first row, sheet. */
export function Choices({
  run,
  isLocked,
  onChange,
}: {
  run: ImportRun
  isLocked: boolean
  onChange(input: ChangeInput): void
}) {
  const slug = useSlug()
  const channels = useQuery({
    queryKey: ['channels', slug],
    queryFn: () => call(listChannels, {}),
    staleTime: 300_000,
  })
  const { options, format } = run
  const list = channels.data?.data.map((one) => ({ value: one.code, label: one.label })) ?? []
  const known = list.some((one) => one.value === options.channel)
    ? list
    : [{ value: options.channel, label: options.channel }, ...list]
  return (
    <section
      className="grid gap-x-4 gap-y-3 phone:grid-cols-2 wide:grid-cols-3 border-b border-line py-3"
      aria-label="For all rows"
    >
      {run.kind === 'feedback' && (
        <>
          <Field label="Channel" help="of rows that name none">
            <Select
              disabled={isLocked}
              value={options.channel}
              options={known}
              onChange={(event) => onChange({ options: { channel: event.target.value } })}
            />
          </Field>
          <Field label="History" help="starts no clock, case or mail">
            <Select
              disabled={isLocked}
              value={options.history}
              options={historyChoices.map((value) => ({ value, label: historyWords[value] }))}
              onChange={(event) =>
                onChange({ options: { history: event.target.value as (typeof historyChoices)[number] } })
              }
            />
          </Field>
          <Field label="Tag" optional help="put on every row of this import">
            <TextInput
              key={options.tag}
              disabled={isLocked}
              maxLength={60}
              defaultValue={options.tag}
              onBlur={(event) =>
                event.target.value.trim() !== options.tag &&
                onChange({ options: { tag: event.target.value } })
              }
            />
          </Field>
        </>
      )}
      <Field label="Time zone" help="of dates that name none">
        <TextInput
          key={options.zone}
          disabled={isLocked}
          list="zones"
          defaultValue={options.zone}
          onBlur={(event) =>
            event.target.value.trim() !== options.zone &&
            onChange({ options: { zone: event.target.value.trim() } })
          }
        />
      </Field>
      {format.kind === 'csv' && (
        <Field label="Encoding">
          <Select
            disabled={isLocked}
            value={format.encoding}
            options={encodingChoices(format.encoding)}
            onChange={(event) => onChange({ encoding: event.target.value })}
          />
        </Field>
      )}
      {format.kind !== 'jsonl' && (
        <Field label="First row">
          <Select
            disabled={isLocked}
            value={format.hasHeader ? 'names' : 'data'}
            options={[
              { value: 'names', label: 'Names the columns' },
              { value: 'data', label: 'Is data' },
            ]}
            onChange={(event) => onChange({ hasHeader: event.target.value === 'names' })}
          />
        </Field>
      )}
      {format.sheets.length > 1 && (
        <Field label="Sheet">
          <Select
            disabled={isLocked}
            value={format.sheet ?? ''}
            options={format.sheets.map((value) => ({ value, label: value }))}
            onChange={(event) => onChange({ sheet: event.target.value })}
          />
        </Field>
      )}
      <datalist id="zones">
        {zones().map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </section>
  )
}

function zones(): readonly string[] {
  return typeof Intl.supportedValuesOf === 'function'
    ? ['UTC', ...Intl.supportedValuesOf('timeZone')]
    : ['UTC']
}

function encodingChoices(now: string) {
  const common = [
    'utf-8',
    'windows-1252',
    'utf-16le',
    'windows-1250',
    'windows-1251',
    'macintosh',
    'shift_jis',
    'gb18030',
    'euc-kr',
  ]
  return [...new Set([now, ...common])].map((value) => ({ value, label: value.toUpperCase() }))
}

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  getCheckInSettings,
  putCheckInSettings,
  type CheckInSettings as Saved,
} from '#collect/check-ins/contract.ts'
import { type Rhythm, rhythms, rhythmWords } from '#collect/check-ins/rules.ts'
import { useCheckInChange } from '#collect/check-ins/web/use-check-ins.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Field, Select, Switch, TextInput } from '#platform/web/form.tsx'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Setting } from '#platform/web/setting.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

/** How often accounts are talked to. */
export default function CheckInSettings() {
  const slug = useSlug()
  const query = useQuery({
    queryKey: ['check-ins', slug, 'settings'],
    queryFn: () => call(getCheckInSettings, {}),
  })
  if (query.error)
    return (
      <Failed
        error={query.error}
        title="The settings could not be read"
        onRetry={() => void query.refetch()}
      />
    )
  return query.data ? <Rhythms now={query.data} /> : <LoadingRows />
}

function Rhythms({ now }: { now: Saved }) {
  const canChange = useCan('settings:manage')
  const [form, setForm] = useState({ ...now, earlyDays: String(now.earlyDays) })
  const save = useCheckInChange(
    () => call(putCheckInSettings, { ...form, earlyDays: Number(form.earlyDays) }),
    {
      failed: 'The rhythms were not saved',
      done: () => toast({ message: 'Saved. Schedules follow within a minute.' }),
    },
  )
  const options = rhythms.map((one) => ({ value: one, label: rhythmWords[one] }))
  return (
    <Setting
      title="Check-ins"
      text="A talk with each active account that has an owner, counted from its go-live. An account may have rhythms of its own, on its page."
    >
      <Switch
        label="Check-ins come up by themselves"
        checked={form.isOn}
        disabled={!canChange}
        onChange={(isOn) => setForm({ ...form, isOn })}
      />
      <Field label="While an account is new">
        <Select
          value={form.early}
          disabled={!canChange}
          options={options}
          onChange={(event) => setForm({ ...form, early: event.target.value as Rhythm })}
        />
      </Field>
      <Field label="How many days it is new">
        <TextInput
          type="number"
          min={0}
          max={730}
          value={form.earlyDays}
          disabled={!canChange}
          onChange={(event) => setForm({ ...form, earlyDays: event.target.value })}
        />
      </Field>
      <Field label="After">
        <Select
          value={form.ongoing}
          disabled={!canChange}
          options={options}
          onChange={(event) => setForm({ ...form, ongoing: event.target.value as Rhythm })}
        />
      </Field>
      {canChange && (
        <div className="row">
          <Button
            kind="primary"
            busy={save.isPending}
            disabled={form.earlyDays === ''}
            onClick={() => save.mutate(undefined)}
          >
            Save
          </Button>
        </div>
      )}
    </Setting>
  )
}

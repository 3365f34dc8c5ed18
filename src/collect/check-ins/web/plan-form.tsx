import { useState } from 'react'
import { type Plan, putCheckInPlan } from '#collect/check-ins/contract.ts'
import { type PlanState, type Rhythm, rhythms, rhythmWords } from '#collect/check-ins/rules.ts'
import { useCheckInChange } from '#collect/check-ins/web/use-check-ins.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { DateInput, Field, Segments, Select, TextInput } from '#platform/web/form.tsx'
import { toast } from '#platform/web/toast.tsx'

const options = [
  { value: '', label: 'As in the settings' },
  ...rhythms.map((one) => ({ value: one, label: rhythmWords[one] })),
]

/** How often this account is talked to, where it differs from the settings. */
export function PlanForm({ accountId, plan, onClose }: { accountId: string; plan: Plan; onClose(): void }) {
  const [state, setState] = useState<PlanState>(plan.state)
  const [until, setUntil] = useState(plan.pausedUntil ?? '')
  const [early, setEarly] = useState<Rhythm | ''>(plan.early ?? '')
  const [days, setDays] = useState(plan.earlyDays === null ? '' : String(plan.earlyDays))
  const [ongoing, setOngoing] = useState<Rhythm | ''>(plan.ongoing ?? '')
  const save = useCheckInChange(
    () =>
      call(putCheckInPlan, {
        accountId,
        state,
        pausedUntil: state === 'paused' && until ? until : null,
        early: early || null,
        earlyDays: days === '' ? null : Number(days),
        ongoing: ongoing || null,
      }),
    {
      failed: 'The schedule was not changed',
      done: () => {
        toast({ message: 'The schedule of this account was changed.' })
        onClose()
      },
    },
  )
  return (
    <SidePanel
      open
      onClose={onClose}
      title="Check-ins of this account"
      footer={
        <Button kind="primary" busy={save.isPending} onClick={() => save.mutate(undefined)}>
          Save
        </Button>
      }
    >
      <div className="grid gap-3.5">
        <Segments<PlanState>
          label="Check-ins"
          value={state}
          onChange={setState}
          options={[
            { value: 'on' as const, label: 'On' },
            { value: 'paused' as const, label: 'Paused' },
            { value: 'off' as const, label: 'Off' },
          ]}
        />
        {state === 'paused' && (
          <Field label="Until" optional help="Without a day until you switch them on again.">
            <DateInput value={until} onChange={(event) => setUntil(event.target.value)} />
          </Field>
        )}
        {state !== 'off' && (
          <>
            <Field label="While the account is new">
              <Select
                value={early}
                options={options}
                onChange={(event) => setEarly(event.target.value as Rhythm | '')}
              />
            </Field>
            <Field label="How many days it is new" optional help="As in the settings when left empty.">
              <TextInput
                type="number"
                min={0}
                max={730}
                value={days}
                onChange={(event) => setDays(event.target.value)}
              />
            </Field>
            <Field label="After">
              <Select
                value={ongoing}
                options={options}
                onChange={(event) => setOngoing(event.target.value as Rhythm | '')}
              />
            </Field>
          </>
        )}
      </div>
    </SidePanel>
  )
}

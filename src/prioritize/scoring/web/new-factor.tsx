import { useState } from 'react'
import { useSegments } from '#customers/accounts/web/use-accounts.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, Select, TextInput } from '#platform/web/form.tsx'
import { createFactor, type ScoreFactor } from '#prioritize/scoring/contract.ts'
import { kindWords } from '#prioritize/scoring/rules.ts'
import { useScoringChange } from '#prioritize/scoring/web/use-scoring.ts'

const kinds = ['scale', 'fibonacci', 'percentage', 'checkbox', 'money', 'demand'] as const

/** A factor of the workspace's own: said by people, or read from the demand of one segment. */
export function NewFactor({ onClose, onMade }: { onClose(): void; onMade(factor: ScoreFactor): void }) {
  const segments = useSegments().data?.data ?? []
  const [name, setName] = useState('')
  const [kind, setKind] = useState<(typeof kinds)[number]>('scale')
  const [measure, setMeasure] = useState<'accounts' | 'mrr'>('accounts')
  const [segment, setSegment] = useState('')
  const [full, setFull] = useState('')
  const isDemand = kind === 'demand'
  const isMoney = kind === 'money' || (isDemand && measure === 'mrr')
  const make = useScoringChange(
    () =>
      call(createFactor, {
        ...{ name: name.trim(), kind },
        ...(isDemand && { measure, segment }),
        ...((isDemand || kind === 'money') && full && { fullAt: Number(full) * (isMoney ? 100 : 1) }),
      }),
    (factor) => {
      onMade(factor)
      onClose()
    },
  )
  const wrong = fieldErrors(make.error)
  return (
    <SidePanel
      open
      onClose={onClose}
      title="A factor of our own"
      footer={
        <Button
          kind="primary"
          busy={make.isPending}
          disabled={!name.trim() || (isDemand && !segment)}
          onClick={() => make.mutate(undefined)}
        >
          Add
        </Button>
      }
    >
      <div className="grid gap-4">
        <Field label="Name" error={wrong.name}>
          <TextInput value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label="It is said as">
          <Select
            value={kind}
            onChange={(event) => setKind(event.target.value as typeof kind)}
            options={kinds.map((one) => ({
              value: one,
              label: one === 'demand' ? 'Demand of one segment, counted' : kindWords[one],
            }))}
          />
        </Field>
        {isDemand && (
          <>
            <Field label="What is counted">
              <Select
                value={measure}
                onChange={(event) => setMeasure(event.target.value as typeof measure)}
                options={[
                  { value: 'accounts', label: 'Accounts behind the request' },
                  { value: 'mrr', label: 'Their MRR' },
                ]}
              />
            </Field>
            <Field label="Of the segment" error={wrong.segment}>
              <Select
                value={segment}
                onChange={(event) => setSegment(event.target.value)}
                options={[
                  { value: '', label: 'Choose a segment' },
                  ...segments.map((one) => ({ value: one.key, label: one.name })),
                ]}
              />
            </Field>
          </>
        )}
        {(isDemand || kind === 'money') && (
          <Field label="Counts in full from" optional help="The largest among all requests when empty.">
            <TextInput
              type="number"
              min={0}
              step="any"
              value={full}
              onChange={(event) => setFull(event.target.value)}
            />
          </Field>
        )}
      </div>
    </SidePanel>
  )
}

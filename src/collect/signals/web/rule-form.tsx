import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getFigures, previewRule, putRule, type Rule, removeRule } from '#collect/signals/contract.ts'
import { ruleKinds, times } from '#collect/signals/rules.ts'
import { EvidenceChart, firingFigures } from '#collect/signals/web/evidence-chart.tsx'
import { useSegments } from '#customers/accounts/web/use-accounts.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Checkbox, Field, Select, TextInput } from '#platform/web/form.tsx'
import { dateOn, plural } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'
import { useSettled } from '#platform/web/use-settled.ts'

type Draft = Omit<Rule, 'id'>

const kindWords = { drop: 'Use fell', errors: 'Errors rose', silence: 'Nothing was used' }
const thresholdWords = {
  drop: 'Per cent below the four weeks before',
  errors: 'Times the usual share',
  silence: 'Days',
}
const leastWords = {
  drop: 'From so many uses a week',
  errors: 'From so many errors',
  silence: 'After so many uses',
}

/** One rule, and when it would have fired in the last eight weeks, kept up while it is written. */
export function RuleForm(props: {
  rule: Draft
  id: string | undefined
  canManage: boolean
  onClose(): void
  onSaved(): void
}) {
  const { name, kind, isOn, threshold, least, features, segments } = props.rule
  const slug = useSlug()
  const [draft, setDraft] = useState<Draft>({ name, kind, isOn, threshold, least, features, segments })
  const change = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }))
  const figures = useQuery({
    queryKey: ['signals', slug, 'figures'],
    queryFn: ({ signal }) => call(getFigures, {}, { signal }),
  })
  const knownSegments = useSegments()
  const done = (words: string) => {
    props.onSaved()
    props.onClose()
    toast({ message: words })
  }
  const save = useMutation({
    mutationFn: () =>
      call(putRule, { ...draft, name: draft.name.trim(), ruleId: props.id ?? crypto.randomUUID() }),
    onSuccess: () => done(`“${draft.name.trim()}” is kept.`),
    onError: (error) => toastError(error, 'The rule was not saved'),
  })
  const remove = useMutation({
    mutationFn: () => call(removeRule, { ruleId: props.id! }),
    onSuccess: () => done(`“${name}” is removed; its items stay.`),
    onError: (error) => toastError(error, 'The rule was not removed'),
  })
  const number = (field: 'threshold' | 'least', max: number) => ({
    type: 'number',
    min: 1,
    max,
    value: draft[field] || '',
    disabled: !props.canManage,
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      change({ [field]: event.target.valueAsNumber || 0 }),
  })
  const pick = (field: 'features' | 'segments', value: string, isPicked: boolean) =>
    change({ [field]: isPicked ? [...draft[field], value] : draft[field].filter((one) => one !== value) })
  const choices = (field: 'features' | 'segments', options: { value: string; label: string }[]) =>
    options.map(({ value, label }) => (
      <Checkbox
        key={value}
        label={label}
        checked={draft[field].includes(value)}
        disabled={!props.canManage}
        onChange={(event) => pick(field, value, event.target.checked)}
      />
    ))
  const names = [...new Set([...draft.features, ...(figures.data?.data ?? []).map((one) => one.name)])].slice(
    0,
    30,
  )
  const known = knownSegments.data?.data ?? []
  // one that no account has any longer stays to be unticked
  const gone = draft.segments.filter((key) => !known.some((one) => one.key === key))
  const segmentOptions = [
    ...known.map(({ key, name }) => ({ value: key, label: name })),
    ...gone.map((key) => ({ value: key, label: key })),
  ]
  return (
    <SidePanel
      open
      onClose={props.onClose}
      title={props.id ? name : 'New rule'}
      footer={
        props.canManage && (
          <>
            <Button
              kind="primary"
              busy={save.isPending}
              disabled={!draft.name.trim() || !draft.threshold || !draft.least}
              onClick={() => save.mutate()}
            >
              Save
            </Button>
            <Button kind="ghost" onClick={props.onClose}>
              Cancel
            </Button>
            {props.id && (
              <Button
                kind="ghost"
                className="ms-auto"
                busy={remove.isPending}
                onClick={() => remove.mutate()}
              >
                Remove
              </Button>
            )}
          </>
        )
      }
    >
      <div className="grid gap-3.5">
        <Field label="Name">
          <TextInput
            value={draft.name}
            maxLength={120}
            disabled={!props.canManage}
            onChange={(event) => change({ name: event.target.value })}
          />
        </Field>
        <Field label="What is seen">
          <Select
            value={draft.kind}
            disabled={!props.canManage}
            options={ruleKinds.map((value) => ({ value, label: kindWords[value] }))}
            onChange={(event) => change({ kind: event.target.value as Draft['kind'] })}
          />
        </Field>
        <Field label={thresholdWords[draft.kind]}>
          <TextInput {...number('threshold', draft.kind === 'drop' ? 100 : 180)} />
        </Field>
        <Field label={leastWords[draft.kind]} help="Below this it could be chance.">
          <TextInput {...number('least', 100_000)} />
        </Field>
        {names.length > 0 && (
          <fieldset className="form-row">
            <legend className="med">Features (all when none is ticked)</legend>
            {choices(
              'features',
              names.map((value) => ({ value, label: value })),
            )}
          </fieldset>
        )}
        {segmentOptions.length > 0 && (
          <fieldset className="form-row">
            <legend className="med">Segments (all when none is ticked)</legend>
            {choices('segments', segmentOptions)}
          </fieldset>
        )}
      </div>
      <RulePreview draft={draft} />
    </SidePanel>
  )
}

function RulePreview({ draft }: { draft: Draft }) {
  const slug = useSlug()
  const settled = useSettled(draft, 400)
  const isWhole = settled.threshold > 0 && settled.least > 0
  const { kind, threshold, least, features, segments } = settled
  const preview = useQuery({
    queryKey: ['signals', slug, 'preview', kind, threshold, least, features, segments],
    queryFn: ({ signal }) =>
      call(previewRule, { ...settled, name: settled.name.trim() || 'New rule' }, { signal }),
    enabled: isWhole,
  })
  const found = preview.data
  return (
    <section aria-label="Preview" className="mt-4">
      <h3 className="sec">In the last eight weeks</h3>
      {preview.error ? (
        <Failed
          error={preview.error}
          title="The preview could not be made"
          onRetry={() => void preview.refetch()}
        />
      ) : !found ? (
        <LoadingRows rows={3} label="Replaying eight weeks" />
      ) : (
        <>
          <p className="help">
            {found.fired === 0
              ? `It would not have fired for any of ${plural(found.accounts, 'account')}.`
              : `It would have fired ${times(found.fired)} among ${plural(found.accounts, 'account')}.`}
          </p>
          <ul>
            {found.firings.slice(0, 20).map((one) => (
              <li key={`${one.accountId}${one.firedOn}`} className="border-b border-line py-2">
                <div className="row">
                  <span className="med grow cut">{one.accountName}</span>
                  <span className="help num">{dateOn(one.firedOn)}</span>
                </div>
                <p className="xs text-ink-2">
                  {firingFigures(one.evidence)}
                  {one.recoveredOn && `; recovered ${dateOn(one.recoveredOn)}`}
                </p>
                <EvidenceChart evidence={one.evidence} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

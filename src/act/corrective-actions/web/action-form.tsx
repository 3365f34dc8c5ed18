import { useState } from 'react'
import { type Action, changeAction, logAction } from '#act/corrective-actions/contract.ts'
import { type ActionKind, kinds, mostWhys } from '#act/corrective-actions/rules.ts'
import { costCents, type Draft, sent } from '#act/corrective-actions/web/action-draft.ts'
import { kindWords } from '#act/corrective-actions/web/action-words.ts'
import { useActionChange } from '#act/corrective-actions/web/use-actions.ts'
import { useThemeNames } from '#analyze/themes/web/theme-pick.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { DateInput, Field, Select, TextArea, TextInput } from '#platform/web/form.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'
import { toast } from '#platform/web/toast.tsx'

export interface About {
  caseId?: string
  themeId?: string
  feedbackId?: string
  currency?: string
}

const inTwoWeeks = () => new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10)

/** Logs an action: of a case, of a theme, or of nothing in particular. */
export function LogAction({
  about = {},
  onClose,
  onLogged,
}: {
  about?: About
  onClose(): void
  onLogged?(action: Action): void
}) {
  const { member } = useSession()
  const [draft, setDraft] = useState<Draft>({
    kind: 'process',
    finding: '',
    whys: [],
    cause: '',
    correction: '',
    prevention: '',
    ownerId: member.id,
    dueOn: inTwoWeeks(),
    themeId: about.themeId ?? '',
    cost: '',
    currency: about.currency ?? 'USD',
  })
  const log = useActionChange(
    () => {
      const { ownerId, themeId, costCents, currency, ...rest } = sent(draft)
      return call(logAction, {
        ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null)),
        kind: draft.kind,
        finding: rest.finding,
        dueOn: rest.dueOn,
        ...(ownerId && { ownerId }),
        ...(themeId && { themeId }),
        ...(costCents !== null && { costCents, currency: currency! }),
        ...(about.caseId && { caseId: about.caseId }),
        ...(about.feedbackId && { feedbackId: about.feedbackId }),
      })
    },
    {
      failed: 'The action was not logged',
      done: (action) => {
        toast({ message: `Logged as CAPA ${action.number}.` })
        onClose()
        onLogged?.(action)
      },
    },
  )
  return (
    <ActionPanel
      title="Log a corrective action"
      verb="Log"
      draft={draft}
      onDraft={setDraft}
      busy={log.isPending}
      onSave={() => log.mutate(undefined)}
      onClose={onClose}
    />
  )
}

/** Changes what stands in an action. */
export function ChangeAction({ action, onClose }: { action: Action; onClose(): void }) {
  const [draft, setDraft] = useState<Draft>({
    kind: action.kind,
    finding: action.finding,
    whys: action.whys,
    cause: action.cause ?? '',
    correction: action.correction ?? '',
    prevention: action.prevention ?? '',
    ownerId: action.owner?.id ?? '',
    dueOn: action.dueOn,
    themeId: action.theme?.id ?? '',
    cost: action.costCents === null ? '' : String(action.costCents / 100),
    currency: action.currency ?? 'USD',
  })
  const [start] = useState(() => sent(draft))
  const save = useActionChange(
    () => {
      const next = sent(draft)
      const changed = Object.fromEntries(
        (Object.keys(next) as (keyof typeof next)[])
          .filter((key) => JSON.stringify(next[key]) !== JSON.stringify(start[key]))
          .map((key) => [key, next[key]]),
      )
      const isCost = 'costCents' in changed || 'currency' in changed
      return call(changeAction, {
        actionId: action.id,
        ...changed,
        ...(isCost && { costCents: next.costCents, currency: next.currency }),
      })
    },
    { failed: 'Nothing was changed', done: onClose },
  )
  return (
    <ActionPanel
      title={`Change CAPA ${action.number}`}
      verb="Save"
      draft={draft}
      onDraft={setDraft}
      busy={save.isPending}
      onSave={() => save.mutate(undefined)}
      onClose={onClose}
    />
  )
}

function ActionPanel({
  title,
  verb,
  draft,
  onDraft,
  busy,
  onSave,
  onClose,
}: {
  title: string
  verb: string
  draft: Draft
  onDraft(draft: Draft): void
  busy: boolean
  onSave(): void
  onClose(): void
}) {
  const { members } = useSession()
  const canThemes = useCan('themes:read')
  const themes = useThemeNames()
  const set = (more: Partial<Draft>) => onDraft({ ...draft, ...more })
  const hasCost = draft.kind === 'compensation' || draft.cost !== ''
  const isWrongCost = draft.cost.trim() !== '' && costCents(draft.cost) === undefined
  const isWrongCurrency = hasCost && draft.cost.trim() !== '' && !/^[A-Z]{3}$/.test(draft.currency)
  const asked = [...draft.whys.filter(Boolean), ''].slice(0, mostWhys)
  return (
    <SidePanel
      open
      onClose={onClose}
      title={title}
      footer={
        <Button
          kind="primary"
          busy={busy}
          disabled={!draft.finding.trim() || !draft.dueOn || isWrongCost || isWrongCurrency}
          onClick={onSave}
        >
          {verb}
        </Button>
      }
    >
      <div className="grid gap-3.5">
        <Field label="Finding" help="What happened that should not happen again?">
          <TextArea
            rows={2}
            maxLength={2000}
            value={draft.finding}
            onChange={(event) => set({ finding: event.target.value })}
          />
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field label="Kind">
            <Select
              value={draft.kind}
              onChange={(event) => set({ kind: event.target.value as ActionKind })}
              options={kinds.map((one) => ({ value: one, label: kindWords[one] }))}
            />
          </Field>
          <Field label="Due">
            <DateInput value={draft.dueOn} onChange={(event) => set({ dueOn: event.target.value })} />
          </Field>
        </div>
        <fieldset className="grid gap-1.5">
          <legend className="med mb-1">
            Five whys <span className="muted font-normal">(optional)</span>
          </legend>
          {asked.map((why, i) => (
            <TextInput
              // biome-ignore lint/suspicious/noArrayIndexKey: the order is what they are
              key={i}
              aria-label={i === 0 ? 'Why did it happen?' : 'And why that?'}
              placeholder={i === 0 ? 'Why did it happen?' : 'And why that?'}
              maxLength={2000}
              value={why}
              onChange={(event) => set({ whys: asked.with(i, event.target.value) })}
            />
          ))}
        </fieldset>
        <Field label="Root cause" optional>
          <TextArea
            rows={2}
            maxLength={2000}
            value={draft.cause}
            onChange={(event) => set({ cause: event.target.value })}
          />
        </Field>
        <Field label="Correction" optional help="What puts it right for those it happened to.">
          <TextArea
            rows={2}
            maxLength={2000}
            value={draft.correction}
            onChange={(event) => set({ correction: event.target.value })}
          />
        </Field>
        <Field label="Prevention" optional help="What keeps it from coming back.">
          <TextArea
            rows={2}
            maxLength={2000}
            value={draft.prevention}
            onChange={(event) => set({ prevention: event.target.value })}
          />
        </Field>
        {hasCost && (
          <div className="grid grid-cols-[1fr_6rem] gap-3">
            <Field
              label="Cost"
              optional
              error={isWrongCost ? 'Write an amount such as 86 or 86.50.' : undefined}
            >
              <TextInput
                inputMode="decimal"
                value={draft.cost}
                onChange={(event) => set({ cost: event.target.value })}
              />
            </Field>
            <Field label="Currency" error={isWrongCurrency ? 'Three letters.' : undefined}>
              <TextInput
                maxLength={3}
                value={draft.currency}
                onChange={(event) => set({ currency: event.target.value.toUpperCase() })}
              />
            </Field>
          </div>
        )}
        <Field label="Owner">
          <Select
            value={draft.ownerId}
            onChange={(event) => set({ ownerId: event.target.value })}
            options={[
              { value: '', label: 'Nobody' },
              ...members.map((one) => ({ value: one.id, label: one.name })),
            ]}
          />
        </Field>
        {canThemes && (
          <Field label="Theme" optional help="Its mentions show by themselves whether the action helped.">
            <Select
              value={draft.themeId}
              onChange={(event) => set({ themeId: event.target.value })}
              options={[
                { value: '', label: 'None' },
                ...(themes.data?.data ?? []).map((one) => ({ value: one.id, label: one.name })),
              ]}
            />
          </Field>
        )}
      </div>
    </SidePanel>
  )
}

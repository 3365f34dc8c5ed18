import { type FormEvent, useState } from 'react'
import { useCategories } from '#organize/inbox/web/use-inbox.ts'
import type { Call } from '#platform/endpoint.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { DateInput, Field, Select, TextArea, TextInput } from '#platform/web/form.tsx'
import { useSession } from '#platform/web/session.tsx'
import { changeRequest, createRequest, type Request } from '#prioritize/requests/contract.ts'
import { SimilarRequests } from '#prioritize/requests/web/similar-requests.tsx'
import { useEffortUnit, useRequestChange } from '#prioritize/requests/web/use-requests.ts'

const draftOf = (request?: Request) => ({
  title: request?.title ?? '',
  problem: request?.problem ?? '',
  businessValue: request?.businessValue ?? '',
  areaId: request?.area?.id ?? '',
  ownerId: request?.owner?.id ?? '',
  targetOn: request?.targetOn ?? '',
  competitors: request?.competitors.join('\n') ?? '',
  competitiveNote: request?.competitiveNote ?? '',
  low: request?.effort ? String(request.effort.low) : '',
  high: request?.effort ? String(request.effort.high) : '',
  confidence: request?.effort?.confidence ? String(request.effort.confidence) : '',
  links: request?.links.map((link) => link.url).join('\n') ?? '',
})
type Draft = ReturnType<typeof draftOf>

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

const effortOf = ({ low, high, confidence }: Draft) =>
  low === '' && high === ''
    ? null
    : {
        low: Number(low || high),
        high: Number(high || low),
        confidence: confidence ? Number(confidence) : null,
      }

/** A new request by hand, or from the words of an item; requests that ask for the same are offered while one types. */
export function NewRequest({ onClose, onMade }: { onClose(): void; onMade(request: Request): void }) {
  const [draft, setDraft] = useState(draftOf())
  const make = useRequestChange(
    () =>
      call(createRequest, {
        title: draft.title.trim(),
        competitors: linesOf(draft.competitors),
        links: linesOf(draft.links).map((url) => ({ url })),
        ...(draft.problem.trim() && { problem: draft.problem }),
        ...(draft.areaId && { areaId: draft.areaId }),
        ...(draft.ownerId && { ownerId: draft.ownerId }),
        ...(draft.businessValue.trim() && { businessValue: draft.businessValue }),
        ...(draft.competitiveNote.trim() && { competitiveNote: draft.competitiveNote }),
        ...(draft.targetOn && { targetOn: draft.targetOn }),
        ...(effortOf(draft) && { effort: effortOf(draft)! }),
      }),
    (request) => {
      onClose()
      onMade(request)
    },
  )
  return (
    <RequestPanel
      title="Write down a request"
      save="Write down"
      draft={draft}
      setDraft={setDraft}
      change={make}
      onClose={onClose}
    />
  )
}

/** What was changed alone: what somebody else wrote elsewhere meanwhile stays. */
function changesOf(before: Draft, draft: Draft): Omit<Call<typeof changeRequest>, 'requestId'> {
  const differs = (...names: (keyof Draft)[]) => names.some((name) => draft[name] !== before[name])
  return {
    ...(differs('title') && { title: draft.title.trim() }),
    ...(differs('problem') && { problem: draft.problem.trim() || null }),
    ...(differs('businessValue') && { businessValue: draft.businessValue.trim() || null }),
    ...(differs('areaId') && { areaId: draft.areaId || null }),
    ...(differs('ownerId') && { ownerId: draft.ownerId || null }),
    ...(differs('targetOn') && { targetOn: draft.targetOn || null }),
    ...(differs('competitors') && { competitors: linesOf(draft.competitors) }),
    ...(differs('competitiveNote') && { competitiveNote: draft.competitiveNote.trim() || null }),
    ...(differs('low', 'high', 'confidence') && { effort: effortOf(draft) }),
    ...(differs('links') && { links: linesOf(draft.links).map((url) => ({ url })) }),
  }
}

/** Everything that is written about a request. */
export function ChangeRequest({ request, onClose }: { request: Request; onClose(): void }) {
  // as it stood when the panel was opened: the request is read anew below it
  const [before] = useState(draftOf(request))
  const [draft, setDraft] = useState(before)
  const save = useRequestChange(
    () => call(changeRequest, { requestId: request.id, ...changesOf(before, draft) }),
    onClose,
  )
  return (
    <RequestPanel
      title="Change the request"
      save="Save"
      draft={draft}
      setDraft={setDraft}
      change={save}
      except={request.id}
      onClose={onClose}
    />
  )
}

function RequestPanel({
  title,
  save,
  draft,
  setDraft,
  change,
  except,
  onClose,
}: {
  title: string
  save: string
  draft: Draft
  setDraft(draft: Draft): void
  change: { mutate(): void; isPending: boolean; error: unknown }
  except?: string
  onClose(): void
}) {
  const { members } = useSession()
  const areas = useCategories().data?.areas ?? []
  const unit = useEffortUnit()
  const wrong = fieldErrors(change.error)
  const set = (name: keyof Draft) => (event: { target: { value: string } }) =>
    setDraft({ ...draft, [name]: event.target.value })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate()
  }
  return (
    <SidePanel open onClose={onClose} title={title}>
      <form onSubmit={submit} className="grid gap-4" aria-label="Request">
        <Field label="Title" error={wrong.title} help="What they want, in their words where you can.">
          <TextInput required maxLength={200} value={draft.title} onChange={set('title')} autoFocus />
        </Field>
        <SimilarRequests title={draft.title} problem={draft.problem} {...(except && { except })} />
        <Field
          label="Problem"
          optional
          error={wrong.problem}
          help="What they cannot do today, and what it costs them."
        >
          <TextArea rows={4} maxLength={5000} value={draft.problem} onChange={set('problem')} />
        </Field>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3 rail:grid-cols-2">
          <Field label="Product area" optional error={wrong.areaId}>
            <Select
              value={draft.areaId}
              onChange={set('areaId')}
              options={[
                { value: '', label: 'None' },
                ...areas.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          </Field>
          <Field label="Owner" optional error={wrong.ownerId}>
            <Select
              value={draft.ownerId}
              onChange={set('ownerId')}
              options={[
                { value: '', label: 'Nobody' },
                ...members.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          </Field>
        </div>
        <Field label="Business value" optional error={wrong.businessValue}>
          <TextArea rows={2} maxLength={2000} value={draft.businessValue} onChange={set('businessValue')} />
        </Field>
        <div className="grid grid-cols-3 gap-3">
          <Field label={`Effort from, ${unit}`} error={wrong['effort.low']}>
            <TextInput type="number" min={0} step="any" value={draft.low} onChange={set('low')} />
          </Field>
          <Field label={`to, ${unit}`} error={wrong['effort.high']}>
            <TextInput type="number" min={0} step="any" value={draft.high} onChange={set('high')} />
          </Field>
          <Field label="How sure, in %" error={wrong['effort.confidence']}>
            <TextInput
              type="number"
              min={1}
              max={100}
              value={draft.confidence}
              onChange={set('confidence')}
            />
          </Field>
        </div>
        <Field label="Target date" optional error={wrong.targetOn}>
          <DateInput value={draft.targetOn} onChange={set('targetOn')} />
        </Field>
        <Field label="Competitors that have it, one a line" optional error={wrong.competitors}>
          <TextArea rows={2} value={draft.competitors} onChange={set('competitors')} />
        </Field>
        <Field label="Competitive note" optional error={wrong.competitiveNote}>
          <TextArea
            rows={2}
            maxLength={2000}
            value={draft.competitiveNote}
            onChange={set('competitiveNote')}
          />
        </Field>
        <Field
          label="In trackers outside, one address a line"
          optional
          error={wrong.links ?? wrong['links.0.url'] ?? wrong['links.1.url']}
        >
          <TextArea rows={2} value={draft.links} onChange={set('links')} />
        </Field>
        <div>
          <Button type="submit" kind="primary" busy={change.isPending} disabled={!draft.title.trim()}>
            {save}
          </Button>
        </div>
      </form>
    </SidePanel>
  )
}

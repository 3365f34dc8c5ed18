import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { answerIdea, getPublicFace, type PublicFace, putPublicFace } from '#close/portal/contract.ts'
import { longest } from '#close/portal/rules.ts'
import { call, fieldErrors } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, Switch, TextArea, TextInput } from '#platform/web/form.tsx'
import { plural } from '#platform/web/format.ts'
import { useSlug } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { toast } from '#platform/web/toast.tsx'

/** Beside a request: what customers see of it on the portal, and how many voted for it. */
export default function RequestPortal({ requestId }: { requestId: string }) {
  const slug = useSlug()
  const canManage = useCan('requests:manage')
  const canWrite = useCan('requests:write')
  const [open, setOpen] = useState<'face' | 'answer'>()
  const { data: face } = useQuery({
    queryKey: ['public-face', slug, requestId],
    queryFn: () => call(getPublicFace, { requestId }),
  })
  if (!face) return null
  return (
    <section>
      <h2 className="sec mb-1">On the portal</h2>
      {face.isPublic ? (
        <p>
          {face.url ? (
            <a className="link" href={face.url} target="_blank" rel="noreferrer noopener">
              {face.title}
            </a>
          ) : (
            <>{face.title}. The portal is closed.</>
          )}
        </p>
      ) : (
        <p className="help">Customers do not see it.</p>
      )}
      <p className="help num">
        {plural(face.voters, 'vote')}, {plural(face.comments, 'comment')}
      </p>
      <p className="row mt-2">
        {canManage && (
          <Button size="sm" onClick={() => setOpen('face')}>
            {face.isPublic ? 'Change what they see' : 'Show it there'}
          </Button>
        )}
        {canWrite && face.isPublic && (
          <Button size="sm" kind="ghost" onClick={() => setOpen('answer')}>
            Answer below it
          </Button>
        )}
      </p>
      {open === 'face' && <FacePanel requestId={requestId} face={face} onClose={() => setOpen(undefined)} />}
      {open === 'answer' && <AnswerPanel requestId={requestId} onClose={() => setOpen(undefined)} />}
    </section>
  )
}

interface PanelProps {
  requestId: string
  onClose(): void
}

function FacePanel({ requestId, face, onClose }: PanelProps & { face: PublicFace }) {
  const queries = useQueryClient()
  const slug = useSlug()
  const [draft, setDraft] = useState({
    isPublic: true,
    title: face.title,
    text: face.text ?? '',
    note: face.note ?? '',
    when: face.when ?? '',
  })
  const save = useMutation({
    mutationFn: () =>
      call(putPublicFace, {
        requestId,
        isPublic: draft.isPublic,
        title: draft.title,
        text: draft.text.trim() || null,
        note: draft.note.trim() || null,
        when: draft.when.trim() || null,
      }),
    onSuccess: (after) => {
      queries.setQueryData(['public-face', slug, requestId], after)
      toast({ message: after.isPublic ? 'Customers see it in these words.' : 'Customers see it no longer.' })
      onClose()
    },
  })
  const wrong = fieldErrors(save.error)
  const text = (name: 'title' | 'text' | 'note' | 'when') => ({
    value: draft[name],
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value }),
  })
  return (
    <SidePanel
      open
      onClose={onClose}
      title="What customers see"
      footer={
        <Button
          kind="primary"
          busy={save.isPending}
          disabled={!draft.title.trim()}
          onClick={() => save.mutate()}
        >
          Save
        </Button>
      }
    >
      <div className="grid gap-3.5">
        <p className="help">
          These words, the status and the board are all that leaves. Title, problem, value, money and names of
          the request stay inside.
        </p>
        <Switch
          label="Shown on the portal"
          checked={draft.isPublic}
          onChange={(isPublic) => setDraft({ ...draft, isPublic })}
        />
        <Field label="Title" error={wrong.title}>
          <TextInput maxLength={longest.title} {...text('title')} />
        </Field>
        <Field label="Text" optional error={wrong.text}>
          <TextArea rows={5} maxLength={longest.text} {...text('text')} />
        </Field>
        <Field label="What we say about where it stands" optional error={wrong.note}>
          <TextArea rows={3} maxLength={1000} {...text('note')} />
        </Field>
        <Field label="When" optional help="In your words, such as early 2038." error={wrong.when}>
          <TextInput maxLength={40} {...text('when')} />
        </Field>
        {save.error && Object.keys(wrong).length === 0 && (
          <p className="text-sla-late" role="alert">
            {save.error.message}
          </p>
        )}
      </div>
    </SidePanel>
  )
}

function AnswerPanel({ requestId, onClose }: PanelProps) {
  const queries = useQueryClient()
  const [words, setWords] = useState('')
  const send = useMutation({
    mutationFn: () => call(answerIdea, { requestId, text: words }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['public-face'] })
      toast({ message: 'Your answer stands below the idea.' })
      onClose()
    },
  })
  return (
    <SidePanel
      open
      onClose={onClose}
      title="Answer below the idea"
      footer={
        <Button kind="primary" busy={send.isPending} disabled={!words.trim()} onClick={() => send.mutate()}>
          Send
        </Button>
      }
    >
      <Field
        label="Answer"
        help="Everybody who sees the idea reads it, as said by the team."
        error={send.error?.message}
      >
        <TextArea
          rows={6}
          maxLength={longest.comment}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </Field>
    </SidePanel>
  )
}

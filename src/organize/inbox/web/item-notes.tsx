import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type RefObject, useId, useState } from 'react'
import { addNote, type InboxItem } from '#organize/inbox/contract.ts'
import type { useTriage } from '#organize/inbox/web/triage.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { TextArea } from '#platform/web/form.tsx'
import { said } from '#platform/web/format.ts'
import { Avatar } from '#platform/web/marks.tsx'
import { useCan, useSession } from '#platform/web/session.tsx'

/** Internal notes: only colleagues read them; "@Name" tells the person. */
export function ItemNotes({
  item,
  triage,
  noteRef,
}: {
  item: InboxItem
  triage: ReturnType<typeof useTriage>
  noteRef?: RefObject<HTMLTextAreaElement | null>
}) {
  const { members } = useSession()
  const canWrite = useCan('feedback:write')
  const [text, setText] = useState('')
  const fieldId = useId()
  const mentioned = members.filter((one) => text.includes(`@${one.name}`))
  const add = useMutation({
    meta: { does: `Note on ${item.summary}` },
    mutationFn: () =>
      call(addNote, { feedbackId: item.id, text, mentionIds: mentioned.map((one) => one.id) }),
    onSuccess: async () => {
      setText('')
      await triage.refresh([item.id], 'later')
    },
  })
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    if (text.trim()) add.mutate()
  }
  return (
    <section className="mt-5" aria-label="Notes">
      <h2 className="sec">Notes</h2>
      {item.notes.length > 0 && (
        <ul className="mt-1">
          {item.notes.map((note) => (
            <li key={note.id} className="flex gap-2 border-b border-line py-2">
              <Avatar name={note.author.name} />
              <div className="grow">
                <div className="xs muted">
                  <span className="med text-ink">{note.author.name}</span> {said(note.createdAt)}
                </div>
                <p className="whitespace-pre-wrap text-md">{note.text}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
      {canWrite && (
        <form onSubmit={submit} className="mt-2" aria-label="New note">
          <label htmlFor={fieldId} className="vh">
            Note for colleagues
          </label>
          <TextArea
            id={fieldId}
            ref={noteRef}
            rows={2}
            className="min-h-14!"
            maxLength={10_000}
            placeholder="Note for colleagues; @Name tells the person"
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
              if (event.key === 'Escape') event.currentTarget.blur()
            }}
          />
          {add.error && (
            <p className="mt-1 text-sla-late" role="alert">
              The note was not saved; your words are still here. {add.error.message}
            </p>
          )}
          {text.trim() && (
            <div className="row mt-1">
              <Button type="submit" size="sm" kind="primary" busy={add.isPending} keys="Ctrl ↵">
                Save the note
              </Button>
              {mentioned.length > 0 && (
                <span className="help">{mentioned.map((one) => one.name).join(', ')} will be told</span>
              )}
            </div>
          )}
        </form>
      )}
    </section>
  )
}

import { useState } from 'react'
import {
  addThemeNote,
  changeThemeNote,
  removeThemeNote,
  type ThemeDetail,
  type ThemeNote,
  type ThemeQuote,
} from '#analyze/themes/contract.ts'
import { useThemeChange } from '#analyze/themes/web/use-themes.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Checkbox, Field, Segments, TextArea } from '#platform/web/form.tsx'
import { date, plural } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { toast } from '#platform/web/toast.tsx'

const kinds = { pain: 'Pain point', job: 'Job to be done' }
const starts = {
  pain: 'What hurts, when, and what it costs them',
  job: 'When …, let me …, so that …',
}

/** Pain points and jobs to be done, with the words that show them. */
export function ThemeNotes({ detail, canWrite }: { detail: ThemeDetail; canWrite: boolean }) {
  const [editing, setEditing] = useState<string>()
  useKeys(
    { n: { run: () => setEditing('new'), label: 'Add a note', group: 'Theme' } },
    { enabled: canWrite && editing === undefined },
  )
  return (
    <section>
      <div className="row">
        <h2 className="sec grow">Notes</h2>
        {canWrite && editing === undefined && (
          <Button size="sm" keys="n" onClick={() => setEditing('new')}>
            Add note
          </Button>
        )}
      </div>
      {detail.notes.length === 0 && editing === undefined && (
        <p className="help">
          What hurts here, and what job do people want done? Nobody has written it down yet.
        </p>
      )}
      {detail.notes.map((note) =>
        editing === note.id ? (
          <NoteForm key={note.id} detail={detail} note={note} onClose={() => setEditing(undefined)} />
        ) : (
          <article key={note.id} className="mt-3">
            <h3 className="med xs">{kinds[note.kind]}</h3>
            <p className="text-ink-2 whitespace-pre-wrap">{note.text}</p>
            <ul className="mt-1">
              {note.evidence.map((quote) => (
                <li key={quote.feedbackId} className="help">
                  <Go to={`inbox/${quote.feedbackId}`} className="n">
                    “{quote.text}”
                  </Go>
                </li>
              ))}
            </ul>
            <p className="help mt-1">
              {note.author}, {date(note.updatedAt)}, {plural(note.evidence.length, 'quote')} linked
            </p>
            {canWrite && <NoteActs note={note} onEdit={() => setEditing(note.id)} />}
          </article>
        ),
      )}
      {editing === 'new' && <NoteForm detail={detail} onClose={() => setEditing(undefined)} />}
    </section>
  )
}

function NoteActs({ note, onEdit }: { note: ThemeNote; onEdit(): void }) {
  const remove = useThemeChange(
    () => call(removeThemeNote, { noteId: note.id }),
    () => {
      toast({ message: 'The note is removed.' })
    },
  )
  return (
    <div className="row mt-1">
      <Button kind="ghost" size="sm" onClick={onEdit}>
        Change
      </Button>
      <Button kind="ghost" size="sm" busy={remove.isPending} onClick={() => remove.mutate(undefined)}>
        Remove
      </Button>
    </div>
  )
}

function NoteForm({ detail, note, onClose }: { detail: ThemeDetail; note?: ThemeNote; onClose(): void }) {
  const [kind, setKind] = useState<ThemeNote['kind']>(note?.kind ?? 'pain')
  const [text, setText] = useState(note?.text ?? '')
  const [evidence, setEvidence] = useState<readonly string[]>(
    note?.evidence.map((one) => one.feedbackId) ?? [],
  )
  const input = { kind, text: text.trim(), evidence: [...evidence] }
  const save = useThemeChange(
    () =>
      note
        ? call(changeThemeNote, { noteId: note.id, ...input })
        : call(addThemeNote, { themeId: detail.theme.id, ...input }),
    onClose,
  )
  const offered: ThemeQuote[] = [
    ...(note?.evidence ?? []),
    ...detail.quotes.filter((quote) => !note?.evidence.some((one) => one.feedbackId === quote.feedbackId)),
  ]
  const toggle = (id: string) =>
    setEvidence(evidence.includes(id) ? evidence.filter((one) => one !== id) : [...evidence, id])
  return (
    <form
      className="mt-3 grid gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (input.text) save.mutate(undefined)
      }}
    >
      <Segments
        label="Kind of note"
        value={kind}
        options={(['pain', 'job'] as const).map((value) => ({ value, label: kinds[value] }))}
        onChange={(next) => setKind(next)}
      />
      <Field label={kinds[kind]} help={starts[kind]}>
        <TextArea rows={3} maxLength={2000} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      <fieldset className="grid gap-1">
        <legend className="xs muted">Words that show it</legend>
        {offered.map((quote) => (
          <Checkbox
            key={quote.feedbackId}
            label={`“${quote.text}”`}
            checked={evidence.includes(quote.feedbackId)}
            onChange={() => toggle(quote.feedbackId)}
          />
        ))}
      </fieldset>
      <div className="row">
        <Button kind="primary" type="submit" busy={save.isPending} disabled={!input.text}>
          Save note
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  )
}

import { useState } from 'react'
import { type composeAnnouncement, sendAnnouncement } from '#close/announcements/contract.ts'
import { type Kind, slotFaults } from '#close/announcements/rules.ts'
import { SlotFields } from '#close/announcements/web/slot-fields.tsx'
import { ToWhom } from '#close/announcements/web/to-whom.tsx'
import {
  type About,
  useAnnouncementChange,
  useAnnouncementComposer,
  useAnnouncementPreview,
} from '#close/announcements/web/use-announcements.ts'
import { useDraft } from '#close/announcements/web/use-draft.ts'
import { WhoGetsIt } from '#close/announcements/web/who-gets-it.tsx'
import { PromiseHint } from '#close/promises/web/promise-hint.tsx'
import type { ShippedLanguage } from '#collect/surveys/texts/languages.ts'
import type { Answer } from '#platform/endpoint.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { SidePanel } from '#platform/web/dialog.tsx'
import { Field, Select } from '#platform/web/form.tsx'
import { languageName, plural, said } from '#platform/web/format.ts'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'
import { useSettled } from '#platform/web/use-settled.ts'

/** Writes to everybody behind a request or a release, or to one of them. */
export function ComposeAnnouncement({ about, onClose }: { about: About; onClose(): void }) {
  const composer = useAnnouncementComposer(about)
  const [round, setRound] = useState(0)
  const again = async () => {
    await composer.refetch()
    setRound(round + 1)
  }
  if (composer.data)
    return <Compose key={round} about={about} composer={composer.data} onClose={onClose} onAgain={again} />
  return (
    <SidePanel open onClose={onClose} title="Tell who asked">
      {composer.isError ? (
        <Failed
          error={composer.error}
          title="It cannot be written now"
          onRetry={() => void composer.refetch()}
        />
      ) : (
        <LoadingRows rows={5} />
      )}
    </SidePanel>
  )
}

type Composer = Answer<typeof composeAnnouncement>

function Compose({
  about,
  composer,
  onClose,
  onAgain,
}: {
  about: About
  composer: Composer
  onClose(): void
  onAgain(): Promise<void>
}) {
  const [draft] = useState(composer.draft)
  const before = draft?.written
  const [kind, setKind] = useState<Kind>(before?.kind ?? composer.kind)
  const [contactId, setContactId] = useState(before?.contactId ?? '')
  const [languages, setLanguages] = useState<ShippedLanguage[]>(
    before
      ? [before.language, ...composer.languages.filter((one) => one !== before.language && before.texts[one])]
      : ['en'],
  )
  const { what = '', ...dates } = composer.known
  const [texts, setTexts] = useState<Record<string, Record<string, string>>>(
    before?.texts ?? { en: { what } },
  )
  const [slots, setSlots] = useState<Record<string, string>>(
    before?.slots ?? { again: 'quarterly', ...dates },
  )
  const [readerId, setReaderId] = useState<string>()
  const [makesPromise, setMakesPromise] = useState(true)
  const language = languages[0]!
  const { slots: fields } = composer.kinds.find((one) => one.key === kind)!
  const pick = (values: Record<string, string>, isText: boolean) =>
    Object.fromEntries(
      fields
        .filter((one) => (one.type === 'text') === isText)
        .map((one) => [one.name, values[one.name] ?? '']),
    )
  const written = {
    ...about,
    kind,
    language,
    texts: Object.fromEntries(languages.map((one) => [one, pick(texts[one] ?? {}, true)])),
    slots: pick(slots, false),
    ...(contactId && { contactId }),
  }
  const { flush, drop, error, isKept } = useDraft(about, written, draft?.version ?? null)
  // whoever opens it again at once finds what was typed last
  const close = () => void flush().then(onClose)
  const preview = useAnnouncementPreview(useSettled({ ...written, ...(readerId && { readerId }) }))
  const people = preview.data?.people ?? 0
  const faults = slotFaults(kind, written, new Date().toISOString().slice(0, 10)).filter(
    (one) => one.message === 'is empty',
  )
  const minutes = contactId ? composer.recallOneMinutes : composer.recallManyMinutes
  const send = useAnnouncementChange(
    async () => {
      await flush()
      return call(sendAnnouncement, { ...written, people, makesPromise })
    },
    () => {
      onClose()
      toast({ message: `Held for ${plural(minutes, 'minute')}. Recall it until then under “Told”.` })
    },
  )
  const isBarred = !contactId && !composer.mayTellMany
  return (
    <SidePanel
      open
      onClose={close}
      title="Tell who asked"
      footer={
        <>
          <Button
            kind="primary"
            busy={send.isPending}
            disabled={faults.length > 0 || people === 0 || isBarred || preview.isFetching}
            onClick={() => send.mutate()}
          >
            {people === 0 ? 'Send' : `Send to ${plural(people, 'person', 'people')}`}
          </Button>
          <span className="help grow" aria-live="polite">
            {isBarred
              ? 'Managers write to everybody; choose one person.'
              : faults.length > 0
                ? `Fill in: ${faults.map((one) => one.label.toLowerCase()).join(', ')}.`
                : `It is held for ${plural(minutes, 'minute')} first.`}
          </span>
        </>
      }
    >
      <div className="grid gap-4">
        {error ? (
          <p role="alert">
            {error.message}{' '}
            <button type="button" className="link" onClick={() => void onAgain()}>
              Read what stands there
            </button>
          </p>
        ) : draft || isKept ? (
          <p className="help">
            {draft
              ? `A draft; ${draft.by?.name ?? 'an API key'} wrote on it ${said(draft.at)}.`
              : 'Kept as a draft.'}{' '}
            <button type="button" className="link" onClick={() => void drop().then(onAgain)}>
              Start afresh
            </button>
          </p>
        ) : null}
        <Field label="What it says">
          <Select
            value={kind}
            onChange={(event) => setKind(event.target.value as Kind)}
            options={composer.kinds.map((one) => ({ value: one.key, label: one.label }))}
          />
        </Field>
        {'requestId' in about && (
          <ToWhom requestId={about.requestId} kind={kind} value={contactId} onChange={setContactId} />
        )}
        <SlotFields
          fields={fields}
          languages={languages}
          texts={texts}
          slots={slots}
          onText={(inLanguage, name, value) =>
            setTexts({ ...texts, [inLanguage]: { ...texts[inLanguage], [name]: value } })
          }
          onSlot={(name, value) => setSlots({ ...slots, [name]: value })}
        />
        <Select
          aria-label="Write it in another language too"
          value=""
          onChange={(event) =>
            event.target.value && setLanguages([...languages, event.target.value as ShippedLanguage])
          }
          options={[
            { value: '', label: 'Write it in another language too' },
            ...composer.languages
              .filter((one) => !languages.includes(one))
              .map((one) => ({ value: one, label: languageName(one) })),
          ]}
        />
        {preview.data?.promise && (
          <PromiseHint
            found={{ words: preview.data.promise.words, promised: preview.data.promise }}
            isKept={makesPromise}
            onKeep={setMakesPromise}
          />
        )}
        {preview.isError ? (
          <Failed
            error={preview.error}
            title="Who gets it could not be counted"
            onRetry={() => void preview.refetch()}
          />
        ) : preview.data ? (
          <WhoGetsIt
            about={about}
            kind={kind}
            {...(contactId && { contactId })}
            preview={preview.data}
            onReader={setReaderId}
          />
        ) : (
          <LoadingRows rows={3} label="Counting who gets it" />
        )}
      </div>
    </SidePanel>
  )
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ReadIt, ReadWords, useIsMine, WaitsForReader } from '#close/readings/web/read-it.tsx'
import { TickedTone } from '#close/tone/web/tone-checklist.tsx'
import { listUpdates, recallUpdate, type Update } from '#close/updates/contract.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { said } from '#platform/web/format.ts'
import { Go, useSlug } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { useCan } from '#platform/web/session.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'

const isMoving = (update: Update) =>
  update.state === 'held' ||
  update.state === 'sending' ||
  ['queued', 'claimed', 'handing_over'].includes(update.mail?.state ?? '')

/** The updates about a case or an item, with where each mail stands. Asked every few seconds while one is on its way. */
export function SentUpdates({
  about,
  only,
}: {
  about: { case?: string; feedback?: string }
  /** only what has not left yet: held, or with its reader */
  only?: 'waiting'
}) {
  const slug = useSlug()
  const queries = useQueryClient()
  const list = useQuery({
    queryKey: ['updates', slug, about],
    queryFn: () => call(listUpdates, { ...about, limit: 20 }),
    refetchInterval: ({ state: { data } }) =>
      data?.data.some(isMoving) ? 4000 : data?.data.some((one) => one.state === 'reading') ? 30_000 : false,
  })
  const moving = list.data?.data.filter(isMoving).length ?? 0
  const updates = (list.data?.data ?? []).filter(
    (one) => only === undefined || one.state === 'held' || one.state === 'reading',
  )
  // What leaves completes a step: the page around it is asked again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when something stopped moving
  useEffect(() => {
    if (!list.data) return
    for (const key of ['case', 'cases', 'today', 'item'])
      void queries.invalidateQueries({ queryKey: [key, slug] })
  }, [moving])
  if (updates.length === 0) return null
  return (
    <section aria-label="Updates">
      <h2 className="sec">Updates</h2>
      <ol className="mt-1.5">
        {updates.map((update) => (
          <li key={update.id} className="border-b border-line py-2">
            <UpdateLine update={update} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function UpdateLine({ update }: { update: Update }) {
  const slug = useSlug()
  const queries = useQueryClient()
  const canWrite = useCan('updates:write')
  const canSeeMail = useCan('mail:read')
  const recall = useMutation({
    mutationFn: () => call(recallUpdate, { updateId: update.id }),
    onSuccess: () => {
      toast({ message: 'Recalled. Nothing left.' })
      for (const key of ['updates', 'composer']) void queries.invalidateQueries({ queryKey: [key, slug] })
    },
    onError: (error) => toastError(error, 'It could not be recalled'),
  })
  const isMine = useIsMine(update)
  const mail = update.mail
  const bad =
    update.state === 'failed' ||
    mail?.state === 'failed' ||
    mail?.state === 'bounced' ||
    mail?.state === 'uncertain' ||
    mail?.state === 'suppressed'
  return (
    <details open={isMine || undefined}>
      <summary className="row cursor-pointer list-none flex-wrap">
        <Icon name="mail" small className="text-ink-3" />
        <span className="med cut grow">{update.subject}</span>
        <span
          className={`xs ${bad ? 'font-medium text-sla-late' : 'text-ink-2'}`}
          title={mail?.why ?? undefined}
        >
          {update.state === 'held' && update.sendAt ? (
            <Countdown to={update.sendAt} />
          ) : isMine ? (
            'Waits for you'
          ) : (
            stateWords(update)
          )}
        </span>
        {update.state === 'held' && canWrite && (
          <Button size="sm" busy={recall.isPending} onClick={() => recall.mutate()}>
            Recall
          </Button>
        )}
      </summary>
      <p className="help mt-1">
        To {update.to.name || update.to.address}, {said(update.sentAt ?? update.createdAt)}
        {update.by && `, ${update.by.name}`}
        {(update.failure ?? mail?.why) && `. ${update.failure ?? mail?.why}`}
        {mail && canSeeMail && (
          <>
            {' '}
            <Go to={`outbox?mail=${mail.id}`} className="link">
              Open in the outbox
            </Go>
          </>
        )}
      </p>
      <p className="mt-1 max-w-[46rem] whitespace-pre-wrap text-ink-2">{update.body}</p>
      {update.tone && <TickedTone marks={update.tone} />}
      {isMine ? (
        <ReadIt update={update} />
      ) : update.state === 'reading' ? (
        <div className="mt-2">
          <WaitsForReader update={update} />
        </div>
      ) : (
        <ReadWords reading={update.reading} />
      )}
    </details>
  )
}

function stateWords(update: Update): string {
  if (update.state === 'reading') return `Waits for ${update.reading?.reader.name ?? 'its reader'}`
  if (update.state === 'recalled') return 'Recalled'
  if (update.state === 'failed') return 'Not sent'
  if (update.state === 'sending') return 'Being sent'
  return update.mail?.says ?? 'Sent'
}

/** "Leaves in 1:42" */
function Countdown({ to }: { to: string }) {
  const [now, set] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => set(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, Math.ceil((Date.parse(to) - now) / 1000))
  return (
    <span className="num">
      {seconds > 0
        ? `Leaves in ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
        : 'Leaving'}
    </span>
  )
}

import { useState } from 'react'
import {
  type Announcement,
  type getAnnouncementDue,
  recallAnnouncement,
  stopAnnouncement,
} from '#close/announcements/contract.ts'
import { kindWords } from '#close/announcements/rules.ts'
import { AnnouncementPeople } from '#close/announcements/web/announcement-people.tsx'
import { ComposeAnnouncement } from '#close/announcements/web/compose-announcement.tsx'
import {
  type About,
  useAnnouncementChange,
  useAnnouncementDue,
  useAnnouncements,
  useRequestReplies,
} from '#close/announcements/web/use-announcements.ts'
import type { Answer } from '#platform/endpoint.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { count, plural, said, time } from '#platform/web/format.ts'
import { Go, useAddress } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

/** What customers were told of a request or a release, what they answered, and the way to tell them. */
export function Told({ about, stands }: { about: About; stands: string }) {
  const list = useAnnouncements(about)
  const due = useAnnouncementDue(about, stands).data
  const canWrite = useCan('updates:write')
  const [address, setAddress] = useAddress()
  const isWriting = canWrite && address.tell !== undefined
  const write = (isOn: boolean) => setAddress({ tell: isOn ? '1' : undefined })
  const [shown, show] = useState<Announcement>()
  useKeys(canWrite ? { t: { run: () => write(true), label: 'Tell who asked', group: 'Request' } } : {}, {
    enabled: !isWriting && !shown,
  })
  const rows = list.data?.data ?? []
  return (
    <section className="mt-6" aria-labelledby="told">
      <div className="row">
        <h2 className="sec grow" id="told">
          Told
        </h2>
        {canWrite && (
          <Button
            size="sm"
            icon="mail"
            keys="t"
            kind={due?.since ? 'primary' : undefined}
            onClick={() => write(true)}
          >
            Tell who asked
          </Button>
        )}
      </div>
      {list.isError && rows.length === 0 && (
        <Failed
          error={list.error}
          title="What was told could not be read"
          onRetry={() => void list.refetch()}
        />
      )}
      {due && (due.since || rows.length === 0) && <p className="help mt-1">{dueWords(due)}</p>}
      <ul className="mt-2">
        {rows.map((one) => (
          <li key={one.id} className="border-b border-line py-2">
            <Line one={one} onPeople={() => show(one)} />
          </li>
        ))}
      </ul>
      {'requestId' in about && <Replies requestId={about.requestId} />}
      {isWriting && <ComposeAnnouncement about={about} onClose={() => write(false)} />}
      {shown && <AnnouncementPeople announcement={shown} onClose={() => show(undefined)} />}
    </section>
  )
}

const dueWords = ({ since, because, toldAt }: Answer<typeof getAnnouncementDue>) =>
  !since
    ? 'Nobody who asked was written to yet.'
    : because === 'date'
      ? `Its date moved ${said(since)}, after they were last told.`
      : toldAt
        ? `It was decided ${said(since)}, after they were last told.`
        : 'It was decided, and nobody who asked has heard of it yet.'

function Line({ one, onPeople }: { one: Announcement; onPeople(): void }) {
  const canWrite = useCan('updates:write')
  const recall = useAnnouncementChange(
    () => call(recallAnnouncement, { announcementId: one.id }),
    () => toast({ message: 'Recalled. Nothing left.' }),
  )
  const stop = useAnnouncementChange(
    () => call(stopAnnouncement, { announcementId: one.id }),
    () => toast({ message: 'Stopped. What was handed over stays sent.' }),
  )
  return (
    <div className="row items-start">
      <div className="grow min-w-0">
        <span className="med">{kindWords[one.kind]}</span>{' '}
        <span className="muted">
          {one.subject}
          {one.release && !one.subject.includes(one.release.name) && `, with ${one.release.name}`}
        </span>
        <p className="help">
          {standing(one)}. {one.by?.name ?? 'An API key'}, {said(one.sentAt ?? one.createdAt)}
        </p>
      </div>
      {isUnderWay(one) && canWrite && (
        <Button size="sm" busy={stop.isPending} onClick={() => stop.mutate()}>
          Stop<span className="vh"> {one.subject}</span>
        </Button>
      )}
      {one.state === 'held' && canWrite && (
        <Button size="sm" busy={recall.isPending} onClick={() => recall.mutate()}>
          Recall
        </Button>
      )}
      {one.state !== 'held' && one.state !== 'recalled' && (
        <Button size="sm" kind="ghost" onClick={onPeople}>
          People<span className="vh"> of {one.subject}</span>
        </Button>
      )}
    </div>
  )
}

const isUnderWay = ({ state, mails }: Announcement) =>
  state === 'sending' || (state === 'sent' && mails.waiting > 0)

/** "12 told: 10 delivered to their mail server, 2 on the way; 3 left out" */
export function standing(one: Announcement): string {
  if (one.state === 'held')
    return `Held until ${time(one.sendAt)}, for ${plural(one.people, 'person', 'people')}`
  if (one.state === 'recalled') return 'Recalled, nobody got it'
  const { waiting, accepted, failed, keptBack } = one.mails
  const parts = [
    accepted > 0 && `${count(accepted)} delivered`,
    waiting > 0 && `${count(waiting)} on the way`,
    failed > 0 && `${count(failed)} failed`,
    keptBack > 0 && `${count(keptBack)} kept back`,
  ].filter(Boolean)
  const told =
    one.state === 'sending'
      ? `${count(one.told)} of ${plural(one.people, 'person', 'people')} so far`
      : keptBack === one.told && keptBack > 0
        ? 'Nobody told'
        : `${plural(one.told - keptBack, 'person', 'people')} told`
  const stopped = one.state === 'stopping' ? 'Stopping. ' : one.state === 'stopped' ? 'Stopped. ' : ''
  return `${stopped}${told}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}${one.excluded > 0 ? `; ${count(one.excluded)} left out` : ''}`
}

function Replies({ requestId }: { requestId: string }) {
  const replies = useRequestReplies(requestId).rows
  if (replies.length === 0) return null
  return (
    <>
      <h3 className="xs muted mt-4">What they answered</h3>
      <ul>
        {replies.map((one) => (
          <li key={one.id} className="border-b border-line py-2">
            <blockquote className="verbatim" dir="auto">
              {one.words.slice(0, 500)}
            </blockquote>
            <p className="help">
              {one.feedbackId ? (
                <Go to={`inbox/${one.feedbackId}`} className="n">
                  {one.from}
                </Go>
              ) : (
                one.from
              )}
              , {said(one.receivedAt)}
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}

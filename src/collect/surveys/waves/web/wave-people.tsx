import { useInfiniteQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { channelWords, type InvitationChannel, invitationChannels } from '#collect/surveys/channels.ts'
import { exclusionReasons, stageNames, stages } from '#collect/surveys/rules.ts'
import {
  exportInvitations,
  type Invitation,
  listExclusions,
  listInvitations,
  places,
} from '#collect/surveys/waves/contract.ts'
import { limitWords } from '#collect/surveys/waves/web/limit-words.ts'
import { addressOf, call } from '#platform/web/api.ts'
import { dateTime } from '#platform/web/format.ts'
import { Go, useAddress, useSlug } from '#platform/web/go.tsx'
import { Content } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'

interface Line {
  key: string
  contactId: string
  name: string | null
  email: string | null
  accountName: string | null
  what: string
  /** why the limit of a month did not hold */
  aside: string
  /** the mail, text message or call */
  to: string | undefined
}

function sentTo({ callId, smsId, mailId }: z.output<typeof Invitation>): string | undefined {
  if (callId) return `calls/${callId}`
  return smsId ? `text-messages?sms=${smsId}` : mailId ? `outbox?mail=${mailId}` : undefined
}

function reminderWords({ remindedAt, reminderAt }: z.output<typeof Invitation>): string {
  if (remindedAt) return `reminded ${dateTime(remindedAt)}`
  return reminderAt ? `to be reminded ${dateTime(reminderAt)}` : ''
}

const messageWords: Record<string, string> = {
  waiting: 'waiting for a mail server or a person',
  queued: 'next to be sent',
  claimed: 'being sent',
  handing_over: 'being handed over',
  accepted: 'sent',
  deferred: 'put off, tried again',
  failed: 'not sent',
  uncertain: 'perhaps sent',
  suppressed: 'held back',
  undelivered: 'not delivered',
  bounced: 'came back',
}

/** Where what asks somebody stands, in words. */
export function placeWords(channel: InvitationChannel, place: string): string {
  if (channel === 'sms' && place === 'waiting') return 'waiting for a provider or a person'
  const stage = stageNames.find((one) => one === place)
  if ((channel === 'in_app' || channel === 'phone') && stage) return stages[stage].state.toLowerCase()
  return messageWords[place] ?? place
}

/** The search of the page of a wave that shows who was not reached for a reason. */
export function notSentSearch({ channel, reason }: { channel: string; reason: string }): string {
  return `show=not_sent&by=${channel}&reason=${reason}`
}

const nobody = {
  asked: 'Nobody was asked yet',
  silent: 'Everyone asked has answered',
  not_sent: 'Everyone invited was reached',
  left_out: 'Nobody was left out',
}
type Shown = keyof typeof nobody

/** Which invitations a tab shows, with what the address picks of them. */
function chosen(show: Shown, { by, place, reason, reached }: Partial<Record<string, string>>) {
  const channel = invitationChannels.find((one) => one === by)
  const known = places.find((one) => one === place)
  return {
    ...(channel && { channel }),
    ...(show === 'not_sent'
      ? { sent: 'false' as const, ...(reason && { reason }) }
      : known
        ? { place: known }
        : reached === 'true'
          ? { reached: 'true' as const }
          : { sent: 'true' as const }),
    ...(show === 'silent' && { answered: 'false' as const }),
  }
}

/** The people of a wave, or of all waves of a survey: asked, not answered yet, never reached, or left out and why. */
export function WavePeople({
  of,
  place,
  show,
}: {
  of: { wave: string } | { survey: string }
  /** the page it stands on */
  place: string
  show: Shown
}) {
  const slug = useSlug()
  const [search] = useAddress()
  const reason = exclusionReasons.find((one) => one === search.reason)
  const which = chosen(show, search)
  const list = useInfiniteQuery({
    queryKey: ['wave-people', slug, of, show, reason, which],
    queryFn: async ({ pageParam }): Promise<{ lines: Line[]; nextCursor: string | null }> => {
      if (show === 'left_out') {
        const { data, nextCursor } = await call(listExclusions, {
          ...of,
          reason,
          cursor: pageParam,
          limit: 100,
        })
        return {
          lines: data.map((one) => ({
            ...one,
            key: one.contactId,
            what: one.why,
            to: undefined,
            aside: '',
          })),
          nextCursor,
        }
      }
      const { data, nextCursor } = await call(listInvitations, {
        ...of,
        ...which,
        cursor: pageParam,
        limit: 100,
      })
      return {
        lines: data.map((one) => ({
          ...one,
          key: one.id,
          to: sentTo(one),
          aside: limitWords(one),
          what: one.answeredAt
            ? `answered ${dateTime(one.answeredAt)}`
            : [one.mail?.state ?? 'asked', show === 'not_sent' && one.mail?.why, reminderWords(one)]
                .filter(Boolean)
                .join(', '),
        })),
        nextCursor,
      }
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })
  const lines = list.data?.pages.flatMap((page) => page.lines) ?? []
  if (list.error)
    return (
      <Failed error={list.error} title="The people could not be listed" onRetry={() => void list.refetch()} />
    )
  if (list.isPending) return <LoadingRows />
  if (lines.length === 0) return <Empty title={nobody[show]} />
  return (
    <Content padded>
      {show !== 'left_out' && (
        <p className="row mb-3 flex-wrap gap-x-3">
          {(search.by || search.place || search.reason) && (
            <>
              {which.channel && channelWords[which.channel]}
              {which.channel && search.place && `, ${placeWords(which.channel, search.place)}`}
              <Go to={`${place}?show=${show}`} className="link">
                Show all
              </Go>
            </>
          )}
          <a className="btn ghost sm" href={addressOf(exportInvitations, { ...of, ...which }, slug)} download>
            Save as CSV
          </a>
        </p>
      )}
      <table className="tb max-w-5xl">
        <caption className="vh">People of the wave</caption>
        <thead>
          <tr>
            <th scope="col">Person</th>
            <th scope="col" className="max-phone:hidden">
              Account
            </th>
            <th scope="col">{show === 'left_out' ? 'Why' : 'Stands'}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.key}>
              <td>
                <Go to={`contacts/${line.contactId}`} className="med cut block hover:underline">
                  {line.name ?? line.email ?? 'Unnamed contact'}
                </Go>
              </td>
              <td className="cut text-ink-2 max-phone:hidden">{line.accountName}</td>
              <td className="text-ink-2">
                {line.to ? (
                  <Go to={line.to} className="link">
                    {line.what}
                  </Go>
                ) : (
                  line.what
                )}
                {line.aside && <span className="help block">{line.aside}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Pager
        hasMore={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </Content>
  )
}

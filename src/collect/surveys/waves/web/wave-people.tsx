import { useInfiniteQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { exclusionReasons } from '#collect/surveys/rules.ts'
import {
  exportInvitations,
  type Invitation,
  listExclusions,
  listInvitations,
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

/** The people of a wave: asked, not answered yet, or left out and why. */
export function WavePeople({ waveId, show }: { waveId: string; show: 'asked' | 'silent' | 'left_out' }) {
  const slug = useSlug()
  const [search] = useAddress()
  const reason = exclusionReasons.find((one) => one === search.reason)
  const list = useInfiniteQuery({
    queryKey: ['wave-people', slug, waveId, show, reason],
    queryFn: async ({ pageParam }): Promise<{ lines: Line[]; nextCursor: string | null }> => {
      if (show === 'left_out') {
        const { data, nextCursor } = await call(listExclusions, {
          wave: waveId,
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
        wave: waveId,
        ...(show === 'silent' && { answered: 'false' }),
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
            : [one.mail?.state ?? 'asked', reminderWords(one)].filter(Boolean).join(', '),
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
  if (lines.length === 0)
    return (
      <Empty
        title={
          show === 'left_out'
            ? 'Nobody was left out'
            : show === 'silent'
              ? 'Everyone asked has answered'
              : 'Nobody was asked yet'
        }
      />
    )
  return (
    <Content padded>
      {show !== 'left_out' && (
        <p className="mb-3">
          <a
            className="btn ghost sm"
            href={addressOf(
              exportInvitations,
              { wave: waveId, ...(show === 'silent' && { answered: 'false' }) },
              slug,
            )}
            download
          >
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

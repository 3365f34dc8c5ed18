import { type ShareBackBrief, sendShareBack } from '#close/share-backs/contract.ts'
import {
  useShareBackChange,
  useShareBackSettings,
  useShareBacks,
} from '#close/share-backs/web/use-share-backs.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { date, dateTime, plural } from '#platform/web/format.ts'
import { Go, useGo } from '#platform/web/go.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { Paged } from '#platform/web/paged-list.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

/** What colleagues were told each week: the share-backs that were made. */
export default function ShareBacksScreen() {
  const canSend = useCan('updates:manage')
  const go = useGo()
  const settings = useShareBackSettings().data
  const query = useShareBacks()
  const send = useShareBackChange(
    () => call(sendShareBack, {}),
    ({ id, mailed }) => {
      toast({ message: `It is kept, and goes to ${plural(mailed, 'member')}.` })
      go(`share-backs/${id}`)
    },
    'Nothing was sent',
  )
  return (
    <>
      <TopBar
        title="Share-backs"
        note={settings && (settings.nextAt ? `next ${dateTime(settings.nextAt)}` : 'off')}
      >
        <Go to="share-backs/settings" className="btn ghost">
          Settings
        </Go>
        <Go to="share-backs/preview" className="btn">
          Preview
        </Go>
        {canSend && (
          <Button kind="primary" busy={send.isPending} onClick={() => send.mutate(undefined)}>
            Send now
          </Button>
        )}
      </TopBar>
      <Content>
        <Paged
          noun="share-backs"
          query={query}
          empty={
            <Empty title="None was made yet">
              Once a week colleagues read what customers said, what was decided, what shipped and who was
              told: by mail, and in your chat by a webhook. Settings switch it on.
            </Empty>
          }
        >
          <table className="tb full">
            <caption className="vh">Share-backs</caption>
            <thead>
              <tr>
                <th scope="col">Seven days</th>
                <th scope="col" className="w-40">
                  Mailed
                </th>
                <th scope="col" className="w-40 max-phone:hidden">
                  Webhook
                </th>
              </tr>
            </thead>
            <tbody>
              {query.rows.map((one) => (
                <Row key={one.id} one={one} />
              ))}
            </tbody>
          </table>
        </Paged>
      </Content>
    </>
  )
}

function Row({ one }: { one: ShareBackBrief }) {
  return (
    <tr>
      <td className="min-w-0">
        <Go to={`share-backs/${one.id}`} className="med cut block">
          {date(one.from)} to {date(one.to)}
        </Go>
        {one.isEmpty && <span className="help cut block">An empty week.</span>}
      </td>
      <td className="num">
        {one.isEmpty ? <span className="muted">not sent</span> : plural(one.mailed, 'member')}
      </td>
      <td className={`max-phone:hidden ${one.webhook?.state === 'failed' ? 'err' : ''}`}>
        {one.webhook ? webhookWords[one.webhook.state] : <span className="muted">–</span>}
      </td>
    </tr>
  )
}

const webhookWords = { waiting: 'under way', taken: 'taken', failed: 'failed' }

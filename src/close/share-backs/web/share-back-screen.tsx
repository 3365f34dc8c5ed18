import { retryShareBack, type ShareBack, testShareBack } from '#close/share-backs/contract.ts'
import { partsOf } from '#close/share-backs/rules.ts'
import {
  useShareBack,
  useShareBackChange,
  useShareBackSettings,
} from '#close/share-backs/web/use-share-backs.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { date, dateTime, plural } from '#platform/web/format.ts'
import { Go, useParam } from '#platform/web/go.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'

/** One share-back as it was made, or the preview of the next. */
export default function ShareBackScreen() {
  const id = useParam('shareBackId')
  const isPreview = id === 'preview'
  const query = useShareBack(id)
  const canTest = useCan('settings:write')
  const test = useShareBackChange(
    () => call(testShareBack, {}),
    ({ mailedTo, webhook }) =>
      toast({
        message: [
          mailedTo && `A test goes to ${mailedTo}.`,
          webhook
            ? `The webhook ${webhook.worked ? 'took it' : 'did not take it'}: ${webhook.answer}`
            : 'No webhook was called.',
        ]
          .filter(Boolean)
          .join(' '),
      }),
    'Nothing was sent',
  )
  const one = query.data
  return (
    <>
      <TopBar
        title={isPreview ? 'Preview' : one ? `${date(one.from)} to ${date(one.to)}` : 'Share-back'}
        crumbs={[{ label: 'Share-backs', to: 'share-backs' }]}
      >
        {isPreview && canTest && (
          <Button busy={test.isPending} onClick={() => test.mutate(undefined)}>
            Send a test
          </Button>
        )}
        {one?.kept && (
          <Button icon="print" onClick={() => window.print()}>
            Print
          </Button>
        )}
      </TopBar>
      <Content padded>
        {one ? (
          <article className="grid max-w-[44rem] gap-6">
            <header>
              <h2 className="nx">What we learned and changed</h2>
              <p className="text-ink-2">
                {dateTime(one.from)} to {dateTime(one.to)}.
              </p>
              {one.isEmpty && (
                <p>Nothing was heard, decided, shipped or told in these seven days. It is not sent.</p>
              )}
            </header>
            {partsOf(one.figures).map((part) => (
              <section key={part.title} aria-label={part.title}>
                <h2 className="sec">{part.title}</h2>
                <ul className="mt-1 grid gap-1">
                  {part.lines.map((line) => (
                    <li key={line.text} className="wrap-anywhere">
                      {line.to ? (
                        <Go to={line.to} className="hover:underline">
                          {line.text}
                        </Go>
                      ) : (
                        line.text
                      )}
                    </li>
                  ))}
                </ul>
              </section>
            ))}
            {one.quotes.length > 0 && (
              <section aria-label="Customers said">
                <h2 className="sec">Customers said</h2>
                <ul className="mt-1 grid gap-2">
                  {one.quotes.map((said) => (
                    <li key={said.feedbackId}>
                      <Go to={`inbox/${said.feedbackId}`} className="hover:underline">
                        <q dir="auto">{said.quote}</q>
                      </Go>
                    </li>
                  ))}
                </ul>
              </section>
            )}
            {one.kept && !one.isEmpty && <Delivery one={one.kept} />}
          </article>
        ) : query.isError ? (
          <Failed
            error={query.error}
            title="The share-back could not be read"
            onRetry={() => void query.refetch()}
          />
        ) : (
          <LoadingBlock height={420} label="Loading the share-back" />
        )}
      </Content>
    </>
  )
}

const stateWords = {
  waiting: 'has not taken it yet, and is tried again.',
  taken: 'took it.',
  failed: 'did not take it.',
}

function Delivery({ one }: { one: ShareBack }) {
  const canSend = useCan('updates:manage')
  const retry = useShareBackChange(
    () => call(retryShareBack, { shareBackId: one.id }),
    () => toast({ message: 'It is handed to the webhook again.' }),
    'Nothing was sent',
  )
  const settings = useShareBackSettings().data
  const { webhook } = one
  return (
    <section aria-label="Sent">
      <h2 className="sec">Sent</h2>
      <p>Mailed to {plural(one.mailed, 'member')}.</p>
      {webhook && (
        <p className="wrap-anywhere">
          The webhook {webhook.attempts === 0 ? 'is called now.' : stateWords[webhook.state]}
          {webhook.at && (
            <span className="help block">
              {plural(webhook.attempts, 'try', 'tries')}, the last {dateTime(webhook.at)}: {webhook.answer}
            </span>
          )}
        </p>
      )}
      {canSend && settings?.webhook && !settings.isDemo && webhook?.state !== 'waiting' && (
        <Button size="sm" className="mt-2" busy={retry.isPending} onClick={() => retry.mutate(undefined)}>
          {webhook ? 'Hand to the webhook again' : 'Hand to the webhook'}
        </Button>
      )}
    </section>
  )
}

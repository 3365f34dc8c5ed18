import type { ThemeDetail } from '#analyze/themes/contract.ts'
import { biasSentence, biasText, restsOnFew, SentimentBar } from '#analyze/themes/web/theme-parts.tsx'
import { useSegmentName } from '#customers/accounts/web/use-accounts.ts'
import { count, date, money, percent, plural } from '#platform/web/format.ts'
import { Door, Go } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'

/** Who says it, how it feels, and what stands behind it. */
export function ThemeRail({ detail }: { detail: ThemeDetail }) {
  const { theme, currency } = detail
  const segmentName = useSegmentName()
  return (
    <>
      <Bias detail={detail} segmentName={segmentName} />
      <section>
        <h2 className="sec mb-1">Behind it in 12 weeks</h2>
        <dl className="kv">
          <dt>Mentions</dt>
          <dd className="num">
            {count(theme.mentions)}, {count(detail.allMentions)} since the first
          </dd>
          <dt>Accounts</dt>
          <dd className="num">
            {count(theme.accounts)}
            {theme.shareOfBase !== null && `, ${percent(theme.shareOfBase)} of the active ones`}
          </dd>
          <dt>Contacts</dt>
          <dd className="num">{count(detail.contacts)}</dd>
          <dt>MRR</dt>
          <dd className="num">{money(theme.mrrCents, currency)}, each account once</dd>
          <dt>Sentiment</dt>
          <dd>
            <SentimentBar sentiment={theme.sentiment} />
          </dd>
          {detail.firstAt && (
            <>
              <dt>First</dt>
              <dd className="num">{date(detail.firstAt)}</dd>
            </>
          )}
          {detail.lastAt && (
            <>
              <dt>Last</dt>
              <dd className="num">{date(detail.lastAt)}</dd>
            </>
          )}
        </dl>
      </section>
      <Shares
        title="Segments"
        all={theme.mentions}
        rows={detail.segments.map((one) => ({
          key: one.name,
          name: one.name === '' ? 'No segment' : segmentName(one.name),
          mentions: one.mentions,
        }))}
      />
      <Shares
        title="Channels"
        all={theme.mentions}
        rows={detail.channels.map((one) => ({ key: one.name, name: one.label, mentions: one.mentions }))}
      />
      {(theme.phrases.length > 0 || theme.rules.length > 0) && (
        <section>
          <h2 className="sec">What it says</h2>
          {theme.phrases.length > 0 && <p className="text-ink-2">{theme.phrases.join(' · ')}</p>}
          {theme.rules.length > 0 && <p className="help mt-1">Rule: {theme.rules.join(' · ')}</p>}
        </section>
      )}
    </>
  )
}

function Bias({ detail, segmentName }: { detail: ThemeDetail; segmentName: (key: string) => string }) {
  const { theme, loudest, channels } = detail
  const { bias } = theme
  const most = Math.max(...loudest.map((one) => one.mentions), 1)
  const loud = bias.kind === 'accounts' ? bias.accounts : 0
  const isBiased = restsOnFew(bias)
  const channelName = (name: string) => channels.find((one) => one.name === name)?.label ?? name
  return (
    <section className={isBiased ? 'bg-sunken' : undefined}>
      <h2 className={isBiased ? 'bias' : 'sec'}>
        {isBiased && <Icon name="chart" small />}
        {isBiased
          ? biasSentence(bias, segmentName, channelName)
          : `Who says it: ${biasText(bias, segmentName)}`}
      </h2>
      {theme.rank > 0 && detail.rankByAccounts > 0 && detail.rankByAccounts !== theme.rank && (
        <p className="help mt-1">
          Counted once per account it stands at rank {detail.rankByAccounts} instead of {theme.rank}.
        </p>
      )}
      {loudest.length > 0 && (
        <ul className="shares mt-2" aria-label="Accounts that say it most">
          {loudest.map((one, i) => (
            <li key={one.accountId}>
              <Go to={`accounts/${one.accountId}`} className="nm cut">
                {one.name}
              </Go>
              <i
                className={i < loud ? 'loud' : ''}
                style={{ width: `${Math.round((90 * one.mentions) / most)}px` }}
              />
              <Door
                to={`themes/${theme.id}`}
                search={{ account: one.accountId }}
                aria-label={`${plural(one.mentions, 'mention')} of ${one.name}`}
              >
                {count(one.mentions)}
              </Door>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Shares({
  title,
  rows,
  all,
}: {
  title: string
  rows: readonly { key: string; name: string; mentions: number }[]
  all: number
}) {
  if (rows.length === 0 || all === 0) return null
  return (
    <section>
      <h2 className="sec">{title}</h2>
      <ul className="shares mt-1">
        {rows.slice(0, 6).map((row) => (
          <li key={row.key}>
            <span className="nm cut">{row.name}</span>
            <i style={{ width: `${Math.round((90 * row.mentions) / all)}px` }} />
            <span className="num">{count(row.mentions)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

import { listThemeItems, moveThemeItem, type ThemeDetail } from '#analyze/themes/contract.ts'
import { useThemeNames } from '#analyze/themes/web/theme-pick.tsx'
import { useThemeChange } from '#analyze/themes/web/use-themes.ts'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { Picker } from '#platform/web/combobox.tsx'
import { count, date, dateOn } from '#platform/web/format.ts'
import { Go, useAddress } from '#platform/web/go.tsx'
import { channelIcon, Icon } from '#platform/web/icons.tsx'
import { Sentiment } from '#platform/web/marks.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { Failed, LoadingRows } from '#platform/web/states.tsx'
import { toast } from '#platform/web/toast.tsx'
import { usePages } from '#platform/web/use-pages.ts'

const hows = { found: '', rule: 'by rule', person: 'put here by a person' }

/** The very items of a theme, and the way to put one elsewhere. */
export function ThemeItems({ detail, canWrite }: { detail: ThemeDetail; canWrite: boolean }) {
  const [search, setSearch] = useAddress()
  const themeId = detail.theme.id
  const inPeriod = search.items !== 'all'
  const { account, from, to } = search
  const filter = {
    themeId,
    ...(from && to ? { from, to } : inPeriod && { from: detail.span.from, to: detail.span.to }),
    ...(account && { accountId: account }),
  }
  const query = usePages(['theme-items', filter], (from, options) =>
    call(listThemeItems, { ...filter, limit: 20, ...from }, options),
  )
  const { rows } = query
  return (
    <section className="mt-6" id="items">
      <div className="row">
        <h2 className="sec grow">
          {account
            ? 'Items of one account'
            : from && to
              ? `Items from ${dateOn(from, 0)} to ${dateOn(to, 0)}`
              : inPeriod
                ? 'Items of 12 weeks'
                : 'All items'}
        </h2>
        {(account || from) && (
          <Button
            kind="ghost"
            size="sm"
            onClick={() => setSearch({ account: undefined, from: undefined, to: undefined })}
          >
            All of them
          </Button>
        )}
        <Button kind="ghost" size="sm" onClick={() => setSearch({ items: inPeriod ? 'all' : undefined })}>
          {inPeriod ? `All ${count(detail.allMentions)} since the first` : 'Only 12 weeks'}
        </Button>
      </div>
      {query.error && rows.length === 0 ? (
        <Failed
          error={query.error}
          title="The items could not be read"
          onRetry={() => void query.refetch()}
        />
      ) : query.isPending ? (
        <LoadingRows rows={4} />
      ) : rows.length === 0 ? (
        <p className="help">No item in this time.</p>
      ) : (
        <ul className="list" aria-label="Items of the theme">
          {rows.map((row) => (
            <li key={row.feedbackId} className="item">
              <span className="lead" title={row.channelLabel}>
                <Icon name={channelIcon(row.channel)} />
              </span>
              <span className="grow min-w-0">
                <span className="l1">
                  <Go to={`inbox/${row.feedbackId}`} className="cut t">
                    {row.text}
                  </Go>
                </span>
                <span className="l2">
                  <span className="cut">
                    {[row.contactName, row.accountName, hows[row.how]].filter(Boolean).join(', ') ||
                      'anonymous'}
                  </span>
                  <Sentiment value={row.sentiment} bare />
                </span>
              </span>
              <span className="end">
                <span className="clock">{date(row.occurredAt)}</span>
                {canWrite && <MoveItem feedbackId={row.feedbackId} themeId={themeId} />}
              </span>
            </li>
          ))}
        </ul>
      )}
      <Pager
        hasMore={!!query.hasNextPage}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </section>
  )
}

function MoveItem({ feedbackId, themeId }: { feedbackId: string; themeId: string }) {
  const others = useThemeNames()
  const move = useThemeChange((to: string | null) => call(moveThemeItem, { feedbackId, themeId: to }))
  const pick = async (value: string) => {
    await move.mutateAsync(value || null)
    toast({ message: 'The item stands elsewhere now.', undo: () => move.mutateAsync(themeId) })
  }
  return (
    <Picker
      label="Put the item into"
      value={[themeId]}
      options={[
        { value: '', label: 'No theme' },
        ...(others.data?.data ?? []).map((one) => ({ value: one.id, label: one.name })),
      ]}
      onPick={(value) => void pick(value)}
      trigger={
        <Button kind="ghost" size="sm">
          Move
        </Button>
      }
    />
  )
}

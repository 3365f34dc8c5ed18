import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listPlaybooks } from '#act/playbooks/contract.ts'
import { call } from '#platform/web/api.ts'
import { dateOn, plural } from '#platform/web/format.ts'
import { useGo, useSlug } from '#platform/web/go.tsx'
import { Icon } from '#platform/web/icons.tsx'
import { List } from '#platform/web/list.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'

/** The SOPs that cases follow. */
export default function PlaybooksScreen() {
  const slug = useSlug()
  const go = useGo()
  const [current, setCurrent] = useState<string>()
  const query = useQuery({ queryKey: ['playbooks', slug], queryFn: () => call(listPlaybooks, {}) })
  const rows = (query.data?.data ?? []).map((row) => ({ ...row, id: row.key }))
  return (
    <>
      <TopBar title="Playbooks" note="what happens after an answer, step by step" />
      <Content>
        {query.isPending ? (
          <LoadingRows rows={3} />
        ) : query.isError ? (
          <Failed
            error={query.error}
            title="The playbooks could not be loaded"
            onRetry={() => void query.refetch()}
          />
        ) : rows.length === 0 ? (
          <Empty title="There is no playbook yet">
            The playbooks that come with Hearback are put in once a day, and into every new workspace.
          </Empty>
        ) : (
          <List
            label="Playbooks"
            items={rows}
            current={current}
            onCurrent={setCurrent}
            onOpen={(key) => go(`playbooks/${key}`)}
            render={(row) => (
              <>
                <span className="lead">
                  <Icon name="branch" />
                </span>
                <div className="grow min-w-0">
                  <div className="l1">
                    <span className="t cut">{row.title}</span>
                    {!row.isEnabled && <span className="tag">Off</span>}
                    {row.review?.isOverdue && (
                      <span className="tag text-sla-late">
                        Review overdue since {dateOn(row.review.dueOn, 0)}
                      </span>
                    )}
                  </div>
                  <div className="l2">
                    <span className="cut">
                      {row.key}, version {row.version}, {plural(row.steps, 'step')}
                      {row.review &&
                        !row.review.isOverdue &&
                        `, looked at again by ${dateOn(row.review.dueOn)}`}
                    </span>
                  </div>
                </div>
                <span className="muted num xs">{plural(row.openCases, 'open case')}</span>
              </>
            )}
          />
        )}
      </Content>
    </>
  )
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  countPortal,
  decideComment,
  getPortal,
  listPortalComments,
  listPostedIdeas,
  type PortalComment,
  type PostedIdea,
  publishIdea,
  refuseIdea,
} from '#close/portal/contract.ts'
import { PublishIdea } from '#close/portal/web/publish-idea.tsx'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { said } from '#platform/web/format.ts'
import { Go, useAddress, useSlug } from '#platform/web/go.tsx'
import { Content, TopBar } from '#platform/web/page.tsx'
import { Pager } from '#platform/web/pager.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Empty, Failed, LoadingRows } from '#platform/web/states.tsx'
import { Tabs } from '#platform/web/tabs.tsx'
import { toast, toastError } from '#platform/web/toast.tsx'
import { usePages } from '#platform/web/use-pages.ts'

const views = ['ideas', 'comments', 'shown', 'refused', 'removed'] as const
type View = (typeof views)[number]
const heldWords = {
  all: 'All comments wait.',
  first: 'Their first comment.',
  links: 'It has many links.',
} as const

/** What customers posted on the portal: what waits for a word of ours, and what was refused. */
export default function PortalScreen() {
  const slug = useSlug()
  const [address] = useAddress()
  const view: View = views.find((one) => one === address.view) ?? 'ideas'
  const portal = useQuery({ queryKey: ['portal', slug], queryFn: () => call(getPortal, {}) })
  const counts = useQuery({ queryKey: ['portal-counts', slug], queryFn: () => call(countPortal, {}) })
  const isOpen = portal.data !== undefined && portal.data.access !== 'off'
  const tab = (key: View, label: string, count?: number) => ({
    key,
    label,
    to: 'portal',
    search: { view: key },
    ...(count !== undefined && { count }),
  })
  return (
    <>
      <TopBar
        title="Portal"
        tabs={
          <Tabs
            label="What is posted"
            current={view}
            tabs={[
              tab('ideas', 'Ideas that wait', counts.data?.ideas),
              tab('comments', 'Comments that wait', counts.data?.comments),
              tab('shown', 'Comments shown'),
              tab('refused', 'Ideas refused'),
              tab('removed', 'Comments removed'),
            ]}
          />
        }
      >
        <span className="row">
          {isOpen && (
            <a className="link" href={portal.data?.url} target="_blank" rel="noreferrer noopener">
              Open the portal
            </a>
          )}
          <Go to="settings/portal" className="link">
            Settings
          </Go>
        </span>
      </TopBar>
      <Content padded>
        {portal.data && !isOpen && (
          <p className="help mb-3">
            The portal is closed. <Go to="settings/portal">Open it in the settings</Go>, and show requests on
            it from their pages.
          </p>
        )}
        {view === 'ideas' && <Ideas state="held" />}
        {view === 'refused' && <Ideas state="refused" />}
        {view === 'comments' && <Comments state="held" />}
        {view === 'shown' && <Comments state="published" />}
        {view === 'removed' && <Comments state="removed" />}
      </Content>
    </>
  )
}

function useDone() {
  const queries = useQueryClient()
  return () => {
    for (const queryKey of [
      'posted-ideas',
      'portal-comments',
      'portal-counts',
      'waiting',
      'public-face',
      'requests',
    ])
      void queries.invalidateQueries({ queryKey: [queryKey] })
  }
}

function Ideas({ state }: { state: 'held' | 'refused' }) {
  const list = usePages(['posted-ideas', state], (from, options) =>
    call(listPostedIdeas, { state, limit: 50, ...from }, options),
  )
  if (list.error)
    return (
      <Failed error={list.error} title="The ideas could not be read" onRetry={() => void list.refetch()} />
    )
  if (list.isPending) return <LoadingRows />
  if (list.rows.length === 0)
    return (
      <Empty title={state === 'held' ? 'No idea waits' : 'No idea was refused'}>
        {state === 'held'
          ? 'Ideas that customers post on the portal come here before others see them.'
          : 'What was said stays in the inbox in any case.'}
      </Empty>
    )
  return (
    <>
      <ul aria-label="Ideas">
        {list.rows.map((idea) => (
          <IdeaRow key={idea.id} idea={idea} />
        ))}
      </ul>
      <Pager
        hasMore={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </>
  )
}

const byWhom = (author: { name: string | null; account: string | null }) =>
  [author.name ?? 'without a name', author.account].filter(Boolean).join(', ')

function IdeaRow({ idea }: { idea: PostedIdea }) {
  const canWrite = useCan('requests:write')
  const [isPublishing, setPublishing] = useState(false)
  const done = useDone()
  const refuse = useMutation({
    mutationFn: () => call(refuseIdea, { ideaId: idea.id }),
    onSuccess: () => {
      done()
      toast({ message: 'It is not shown. The item stays in the inbox.' })
    },
    onError: (error) => toastError(error, 'The idea was not refused'),
  })
  return (
    <li className="border-b border-line py-3">
      <div className="flex flex-wrap items-start gap-3">
        <div className="grow min-w-0 basis-64">
          <p className="med">{idea.title}</p>
          {idea.text && <p className="whitespace-pre-wrap max-w-[66ch]">{idea.text}</p>}
          <p className="help">
            {[byWhom(idea.author), idea.board, said(idea.postedAt)].filter(Boolean).join(' · ')}
          </p>
        </div>
        {canWrite && (
          <span className="row">
            <Button
              size="sm"
              kind="primary"
              onClick={() => setPublishing(true)}
              aria-label={`Publish ${idea.title}`}
            >
              Publish
            </Button>
            {idea.state === 'held' && (
              <Button
                size="sm"
                busy={refuse.isPending}
                onClick={() => refuse.mutate()}
                aria-label={`Refuse ${idea.title}`}
              >
                Refuse
              </Button>
            )}
            <Go to={`inbox/${idea.feedbackId}`} className="link">
              The item
            </Go>
          </span>
        )}
      </div>
      {isPublishing && (
        <PublishIdea
          idea={idea}
          publish={(choice) => call(publishIdea, { ideaId: idea.id, ...choice })}
          onDone={done}
          onClose={() => setPublishing(false)}
        />
      )}
    </li>
  )
}

const noComments = {
  held: 'No comment waits',
  published: 'No comment is shown',
  removed: 'No comment was removed',
} as const

function Comments({ state }: { state: keyof typeof noComments }) {
  const list = usePages(['portal-comments', state], (from, options) =>
    call(listPortalComments, { state, limit: 50, ...from }, options),
  )
  if (list.error)
    return (
      <Failed error={list.error} title="The comments could not be read" onRetry={() => void list.refetch()} />
    )
  if (list.isPending) return <LoadingRows />
  if (list.rows.length === 0)
    return (
      <Empty title={noComments[state]}>
        {state === 'removed'
          ? 'What is removed stays here, and can be shown again.'
          : 'The settings say which comments wait before others see them.'}
      </Empty>
    )
  return (
    <>
      <ul aria-label="Comments">
        {list.rows.map((comment) => (
          <CommentRow key={comment.id} comment={comment} />
        ))}
      </ul>
      <Pager
        hasMore={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </>
  )
}

function CommentRow({ comment }: { comment: PortalComment }) {
  const canWrite = useCan('requests:write')
  const done = useDone()
  const decide = useMutation({
    mutationFn: (state: 'published' | 'removed') => call(decideComment, { commentId: comment.id, state }),
    onSuccess: (after) => {
      done()
      toast({ message: after.state === 'published' ? 'Others see it now.' : 'It is removed.' })
    },
    onError: (error) => toastError(error, 'Nothing was changed'),
  })
  return (
    <li className="flex flex-wrap items-start gap-3 border-b border-line py-3">
      <div className="grow min-w-0 basis-64">
        <p className="whitespace-pre-wrap max-w-[66ch]">{comment.text}</p>
        <p className="help">
          {[
            comment.author ? byWhom(comment.author) : `${comment.member}, of us`,
            said(comment.postedAt),
            comment.heldFor && heldWords[comment.heldFor],
          ]
            .filter(Boolean)
            .join(' · ')}{' '}
          <Go to={`requests/${comment.requestId}`} className="link">
            {comment.requestTitle}
          </Go>
        </p>
      </div>
      {canWrite && (
        <span className="row">
          {comment.state !== 'published' && (
            <Button
              size="sm"
              kind={comment.state === 'held' ? 'primary' : undefined}
              busy={decide.isPending}
              onClick={() => decide.mutate('published')}
            >
              {comment.state === 'held' ? 'Show' : 'Show again'}
            </Button>
          )}
          {comment.state !== 'removed' && (
            <Button size="sm" busy={decide.isPending} onClick={() => decide.mutate('removed')}>
              Remove
            </Button>
          )}
        </span>
      )}
    </li>
  )
}

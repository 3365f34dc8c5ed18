import '#prioritize/requests/web/requests.css'
import { useState } from 'react'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { date, dateOn, dateTime } from '#platform/web/format.ts'
import { useGo, useParam, useSlug } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Menu } from '#platform/web/menu.tsx'
import { HintBar, TopBar, WithRail } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { type Release, removeRelease } from '#prioritize/releases/contract.ts'
import { notesIn } from '#prioritize/releases/rules.ts'
import { ReleaseForm } from '#prioritize/releases/web/release-form.tsx'
import { ReleaseRequests } from '#prioritize/releases/web/release-requests.tsx'
import { ShipRelease, TakeBackRelease } from '#prioritize/releases/web/ship-release.tsx'
import { useRelease, useReleaseChange } from '#prioritize/releases/web/use-releases.ts'

const crumbs = [{ label: 'Releases', to: 'releases' }]

/** One release: what ships with it, what customers read, and when it was there. */
export default function ReleaseScreen() {
  const query = useRelease(useParam('releaseId'))
  if (query.data) return <ReleasePage release={query.data} />
  return (
    <>
      <TopBar title="Release" crumbs={crumbs} />
      {query.isError ? (
        <Failed
          error={query.error}
          title="The release could not be read"
          onRetry={() => void query.refetch()}
        />
      ) : (
        <LoadingBlock height={320} label="Loading the release" />
      )}
    </>
  )
}

function ReleasePage({ release }: { release: Release }) {
  const canManage = useCan('requests:manage')
  const go = useGo()
  const [panel, open] = useState<'change' | 'ship' | 'back'>()
  const close = () => open(undefined)
  const isShipped = release.state === 'shipped'
  const remove = useReleaseChange(
    async () => {
      await call(removeRelease, { releaseId: release.id })
      return undefined
    },
    () => go('releases', { replace: true }),
  )
  const group = 'Release'
  useKeys(
    canManage
      ? {
          u: { run: () => open('change'), label: 'Change', group },
          ...(!isShipped && { s: { run: () => open('ship'), label: 'Ship', group } }),
        }
      : {},
    { enabled: panel === undefined },
  )
  return (
    <>
      <TopBar title={release.name} crumbs={crumbs}>
        {canManage && (
          <span className="row">
            <Menu
              label="Change the release"
              trigger={<Button kind="ghost" icon="more" aria-label="Change the release" />}
              items={[
                { label: 'Change', keys: 'u', onSelect: () => open('change') },
                isShipped
                  ? { label: 'Take back', onSelect: () => open('back') }
                  : { label: 'Remove', onSelect: () => remove.mutate() },
              ]}
            />
            {!isShipped && (
              <Button kind="primary" keys="s" onClick={() => open('ship')}>
                Ship
              </Button>
            )}
          </span>
        )}
      </TopBar>
      <WithRail label="About the release" rail={<Facts release={release} />}>
        <section className="max-w-[66ch]">
          <h2 className="sec">Notes for customers</h2>
          {release.notes ? (
            <Notes notes={release.notes} />
          ) : (
            <p className="help mt-1">Nothing is written yet of what it brings.</p>
          )}
        </section>
        <ReleaseRequests release={release} />
        <Slot
          name="release.below"
          releaseId={release.id}
          stands={`${release.shippedAt} ${release.requests.length}`}
        />
      </WithRail>
      <HintBar
        keys={[
          ...(canManage ? ([[['u'], 'change']] as const) : []),
          ...(canManage && !isShipped ? ([[['s'], 'ship']] as const) : []),
          [['?'], 'all keys'],
        ]}
      />
      {panel === 'change' && <ReleaseForm release={release} onClose={close} />}
      {panel === 'ship' && <ShipRelease release={release} onClose={close} />}
      {panel === 'back' && <TakeBackRelease release={release} onClose={close} />}
    </>
  )
}

/** The notes as they were written, with their images in place. */
function Notes({ notes }: { notes: string }) {
  const slug = useSlug()
  return (
    <div className="mt-1 whitespace-pre-wrap">
      {notesIn(notes).map((part, at) =>
        'fileId' in part ? (
          <img
            key={part.fileId}
            src={`/w/${slug}/api/v1/files/${part.fileId}`}
            alt={part.alt}
            className="block max-w-full border border-line rounded-2"
          />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a piece of text is its place
          <span key={at}>{part.text.replace(/^\n+/, at > 0 ? '\n' : '').replace(/\n{2,}$/, '\n')}</span>
        ),
      )}
    </div>
  )
}

function Facts({ release }: { release: Release }) {
  return (
    <section>
      <h2 className="sec mb-1">The release</h2>
      <dl className="kv">
        <dt>Shipped</dt>
        <dd className="num">{release.shippedAt ? dateTime(release.shippedAt) : 'not yet'}</dd>
        <dt>Meant for</dt>
        <dd className="num">{release.plannedOn ? dateOn(release.plannedOn) : 'no date'}</dd>
        <dt>Product area</dt>
        <dd>{release.area?.name ?? 'none'}</dd>
        <dt>Changelog</dt>
        <dd>
          {release.publishedAt
            ? `stands there since ${date(release.publishedAt)}`
            : release.isPublic
              ? 'once it has shipped'
              : 'no'}
        </dd>
        <dt>Made</dt>
        <dd className="num">
          {date(release.createdAt)} by {release.createdBy ?? 'the system'}
        </dd>
      </dl>
    </section>
  )
}

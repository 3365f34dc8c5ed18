import '#prioritize/requests/web/requests.css'
import { useEffect, useState } from 'react'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { useAddress, useGo, useParam } from '#platform/web/go.tsx'
import { useKeys } from '#platform/web/keys.tsx'
import { Menu } from '#platform/web/menu.tsx'
import { HintBar, TopBar, WithRail } from '#platform/web/page.tsx'
import { useCan } from '#platform/web/session.tsx'
import { Slot } from '#platform/web/slots.tsx'
import { Failed, LoadingBlock } from '#platform/web/states.tsx'
import { followRequest, type Request } from '#prioritize/requests/contract.ts'
import { DecideRequest } from '#prioritize/requests/web/decide-request.tsx'
import { MergeRequest } from '#prioritize/requests/web/merge-request.tsx'
import { RecordEvidence } from '#prioritize/requests/web/record-evidence.tsx'
import { DemandFigures, PriorityWords } from '#prioritize/requests/web/request-demand.tsx'
import { EvidenceList } from '#prioritize/requests/web/request-evidence.tsx'
import { ChangeRequest } from '#prioritize/requests/web/request-form.tsx'
import { RequestRail } from '#prioritize/requests/web/request-rail.tsx'
import { useRequest, useRequestChange } from '#prioritize/requests/web/use-requests.ts'
import { type Records, records, WhoAsks } from '#prioritize/requests/web/who-asks.tsx'

const crumbs = [{ label: 'Requests', to: 'requests' }]

/** One request: who asks for it in which words, what it weighs, and what was decided. */
export default function RequestScreen() {
  const requestId = useParam('requestId')
  const query = useRequest(requestId)
  const go = useGo()
  // a merged one leads to where it is now
  const at = query.data?.id
  useEffect(() => {
    if (at && at !== requestId) go(`requests/${at}`, { replace: true })
  }, [at, requestId, go])
  if (query.data) return <RequestPage request={query.data} />
  return (
    <>
      <TopBar title="Request" crumbs={crumbs} />
      {query.isError ? (
        <Failed
          error={query.error}
          title="The request could not be read"
          onRetry={() => void query.refetch()}
        />
      ) : (
        <LoadingBlock height={420} label="Loading the request" />
      )}
    </>
  )
}

function RequestPage({ request }: { request: Request }) {
  const canWrite = useCan('requests:write')
  const canManage = useCan('requests:manage')
  const [address, setAddress] = useAddress()
  const [panel, open] = useState<'change' | 'decide' | 'record' | 'merge'>()
  const close = () => open(undefined)
  const show = address.show && address.show in records ? (address.show as Records) : undefined
  const follow = useRequestChange(() =>
    call(followRequest, { requestId: request.id, isFollowing: !request.isFollowing }),
  )
  const group = 'Request'
  useKeys(
    {
      w: { run: () => follow.mutate(), label: 'Follow, or no longer', group },
      ...(canWrite && {
        u: { run: () => open('change'), label: 'Change', group },
        c: { run: () => open('record'), label: 'Record for a customer', group },
      }),
      ...(canManage && {
        e: { run: () => open('decide'), label: 'Decide', group },
        m: { run: () => open('merge'), label: 'Merge into another', group },
      }),
    },
    { enabled: panel === undefined && !show },
  )
  return (
    <>
      <TopBar title={request.title} crumbs={crumbs}>
        <span className="row">
          <Menu
            label="Change the request"
            trigger={<Button kind="ghost" icon="more" aria-label="Change the request" />}
            items={[
              ...(canWrite ? [{ label: 'Change', keys: 'u', onSelect: () => open('change') }] : []),
              {
                label: request.isFollowing ? 'Follow no longer' : 'Follow',
                keys: 'w',
                onSelect: () => follow.mutate(),
              },
              ...(canManage
                ? ([
                    'line',
                    { label: 'Merge into another', keys: 'm', onSelect: () => open('merge') },
                  ] as const)
                : []),
            ]}
          />
          {canManage && (
            <Button kind="primary" keys="e" onClick={() => open('decide')}>
              Decide
            </Button>
          )}
        </span>
      </TopBar>
      <WithRail
        label="About the request"
        rail={
          <RequestRail
            request={request}
            onSegment={(segment) => setAddress({ show: 'all', segment }, { push: true })}
          />
        }
      >
        {request.title.length > 60 && <p className="text-md font-semibold mb-2">{request.title}</p>}
        <PriorityWords priority={request.priority} />
        <DemandFigures demand={request.demand} />
        <Words
          title="Problem"
          text={request.problem}
          none="Nobody has written down yet what they cannot do today."
        />
        {request.businessValue && <Words title="Business value" text={request.businessValue} />}
        {request.competitiveNote && <Words title="Competitors" text={request.competitiveNote} />}
        <section className="mt-6" aria-labelledby="said">
          <div className="row">
            <h2 className="sec grow" id="said">
              What customers say
            </h2>
            {canWrite && (
              <Button size="sm" icon="plus" keys="c" onClick={() => open('record')}>
                Record for a customer
              </Button>
            )}
          </div>
          <EvidenceList requestId={request.id} />
        </section>
        <Slot
          name="request.below"
          requestId={request.id}
          stands={`${request.move} ${request.targetOn}`}
          title={request.title}
        />
      </WithRail>
      <HintBar
        keys={[
          ...(canManage ? [[['e'], 'decide'] as const] : []),
          ...(canWrite
            ? ([
                [['c'], 'record for a customer'],
                [['u'], 'change'],
              ] as const)
            : []),
          [['w'], request.isFollowing ? 'follow no longer' : 'follow'],
          [['?'], 'all keys'],
        ]}
      />
      {panel === 'change' && <ChangeRequest request={request} onClose={close} />}
      {panel === 'decide' && <DecideRequest request={request} onClose={close} />}
      {panel === 'record' && <RecordEvidence request={request} onClose={close} />}
      {panel === 'merge' && <MergeRequest request={request} onClose={close} />}
      {show && (
        <WhoAsks
          request={request}
          of={show}
          {...(address.segment !== undefined && { segment: address.segment })}
          onClose={() => setAddress({ show: undefined, segment: undefined })}
        />
      )}
    </>
  )
}

function Words({ title, text, none }: { title: string; text: string | null; none?: string }) {
  return (
    <section className="mt-4 max-w-[66ch]">
      <h2 className="sec">{title}</h2>
      {text ? <p className="mt-1 whitespace-pre-wrap">{text}</p> : <p className="help mt-1">{none}</p>}
    </section>
  )
}

import { call } from '#platform/web/api.ts'
import { Select } from '#platform/web/form.tsx'
import { Go } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { addToRelease } from '#prioritize/releases/contract.ts'
import { useReleaseChange, useReleases, useRequestRelease } from '#prioritize/releases/web/use-releases.ts'

/** What a request ships with, beside it; who may decide puts it into a release that comes. */
export default function RequestRelease({ requestId }: { requestId: string }) {
  const canManage = useCan('requests:manage')
  const found = useRequestRelease(requestId).data
  const coming = useReleases('coming').rows
  const add = useReleaseChange((releaseId: string) =>
    call(addToRelease, { releaseId, requestIds: [requestId] }),
  )
  if (!found) return null
  const { release } = found
  if (!release && (!canManage || coming.length === 0)) return null
  return (
    <section>
      <h2 className="sec mb-1">Release</h2>
      {release && (
        <p>
          <Go to={`releases/${release.id}`} className="n">
            {release.name}
          </Go>{' '}
          <span className="muted">{release.state === 'shipped' ? 'has shipped' : 'comes'}</span>
        </p>
      )}
      {canManage && release?.state !== 'shipped' && (
        <Select
          aria-label="Ships with"
          className="mt-1 w-full"
          value={release?.id ?? ''}
          onChange={(event) => event.target.value && add.mutate(event.target.value)}
          options={[
            { value: '', label: 'Put into a release' },
            ...coming.map((one) => ({ value: one.id, label: one.name })),
          ]}
        />
      )}
    </section>
  )
}

import { useState } from 'react'
import { call } from '#platform/web/api.ts'
import { Button } from '#platform/web/button.tsx'
import { TextInput } from '#platform/web/form.tsx'
import { plural } from '#platform/web/format.ts'
import { Go } from '#platform/web/go.tsx'
import { useCan } from '#platform/web/session.tsx'
import { useSettled } from '#platform/web/use-settled.ts'
import { addToRelease, type Release, takeFromRelease } from '#prioritize/releases/contract.ts'
import { useReleaseChange } from '#prioritize/releases/web/use-releases.ts'
import { StatusMark } from '#prioritize/requests/web/request-parts.tsx'
import { useRequests } from '#prioritize/requests/web/use-requests.ts'

/** What ships with a release; requests are found by words and put in, or taken out. */
export function ReleaseRequests({ release }: { release: Release }) {
  const canManage = useCan('requests:manage')
  const takeOut = useReleaseChange((requestId: string) =>
    call(takeFromRelease, { releaseId: release.id, requestId }),
  )
  return (
    <section className="mt-6" aria-labelledby="ships">
      <h2 className="sec" id="ships">
        {release.state === 'shipped' ? 'What shipped' : 'What ships with it'}
      </h2>
      {release.requests.length === 0 && <p className="help mt-1">No request is in it yet.</p>}
      <ul className="mt-2 grid">
        {release.requests.map((one) => (
          <li key={one.id} className="row border-b border-line py-2">
            <span className="grow min-w-0">
              <Go to={`requests/${one.id}`} className="med">
                {one.title}
              </Go>
              <span className="help block">
                {plural(one.accounts, 'account')}, {plural(one.contacts, 'contact')} behind it
                {release.state === 'coming' && one.bar ? `. ${one.bar}` : ''}
              </span>
            </span>
            <span className="nowrap">
              <StatusMark status={one.status} />
            </span>
            {canManage && (
              <Button kind="ghost" size="sm" onClick={() => takeOut.mutate(one.id)}>
                Take out<span className="vh"> {one.title}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {canManage && <AddRequest release={release} />}
    </section>
  )
}

function AddRequest({ release }: { release: Release }) {
  const [words, setWords] = useState('')
  const q = useSettled(words.trim())
  const inside = new Set(release.requests.map((one) => one.id))
  const found = useRequests(q.length >= 2 ? { q } : { group: 'coming' })
    .rows.filter((one) => !inside.has(one.id))
    .slice(0, 6)
  const add = useReleaseChange(
    (requestId: string) => call(addToRelease, { releaseId: release.id, requestIds: [requestId] }),
    () => setWords(''),
  )
  return (
    <div className="mt-4 max-w-[66ch]">
      <TextInput
        type="search"
        aria-label="Find a request to add"
        placeholder="Find a request to add"
        maxLength={200}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <ul className="mt-2">
        {found.map((one) => (
          <li key={one.id} className="row py-1">
            <span className="grow min-w-0 cut">{one.title}</span>
            <span className="muted nowrap max-phone:hidden">
              <StatusMark status={one.status} />
            </span>
            <Button size="sm" icon="plus" busy={add.isPending} onClick={() => add.mutate(one.id)}>
              Add<span className="vh"> {one.title}</span>
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}

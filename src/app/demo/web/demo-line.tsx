import { DemoProgress } from '#app/demo/web/demo-progress.tsx'
import { useDemo } from '#app/demo/web/use-demo.ts'
import { Go } from '#platform/web/go.tsx'
import { useSession } from '#platform/web/session.tsx'

/** Says on every page that this is a demo, and while it is being written, how far that is. */
export function DemoLine() {
  const { workspace } = useSession()
  const demo = useDemo()
  if (!workspace.isDemo) return null
  return (
    <div className="row flex-none border-b border-line bg-sunken px-5 py-1.5 text-xs text-ink-2">
      <b className="font-semibold text-ink">Demo workspace.</b>
      {demo?.state === 'writing' ? (
        <DemoProgress demo={demo} />
      ) : (
        <>
          <span>People and companies are invented; nothing leaves the outbox.</span>
          <Go to="settings/general" className="link">
            Remove the demo
          </Go>
        </>
      )}
    </div>
  )
}

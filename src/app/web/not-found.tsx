import { Empty } from '#platform/web/states.tsx'

export function NotFound() {
  return (
    <main className="grid min-h-96 place-items-center">
      <Empty
        alone
        title="There is no page at this address"
        actions={
          <a className="btn primary" href="/">
            Go to the start
          </a>
        }
      >
        The link may be old, or the page belongs to another workspace.
      </Empty>
    </main>
  )
}

import { useMutationState } from '@tanstack/react-query'
import { useState, useSyncExternalStore } from 'react'
import { Button } from '#platform/web/button.tsx'
import { plural } from '#platform/web/format.ts'
import { Icon } from '#platform/web/icons.tsx'

/** Whether the browser believes it has a network. */
export function useOnline(): boolean {
  return useSyncExternalStore(
    (listener) => {
      addEventListener('online', listener)
      addEventListener('offline', listener)
      return () => {
        removeEventListener('online', listener)
        removeEventListener('offline', listener)
      }
    },
    () => navigator.onLine,
  )
}

/** The amber line: reading goes on, changes wait in sight (a mutation names itself by `meta.does`). */
export function OfflineLine() {
  const online = useOnline()
  const [open, setOpen] = useState(false)
  const waiting = useMutationState({
    filters: { status: 'pending' },
    select: (mutation) => ({
      key: mutation.mutationId,
      does: String(mutation.meta?.does ?? 'A change'),
      paused: mutation.state.isPaused,
    }),
  }).filter((one) => one.paused)
  if (online) return null
  return (
    <div role="status">
      <div className="offline">
        <Icon name="offline" small />
        <span className="grow">
          <b>You are offline.</b>{' '}
          {waiting.length === 0
            ? 'What is on the page can be read; changes will wait here.'
            : `${plural(waiting.length, 'change waits', 'changes wait')} here and ${waiting.length === 1 ? 'goes' : 'go'} out when the line is back.`}
        </span>
        {waiting.length > 0 && (
          <Button size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide' : 'Show'}
          </Button>
        )}
      </div>
      {open && (
        <ul>
          {waiting.map((one) => (
            <li key={one.key} className="row h-10 border-b border-line px-5 text-ink-2">
              <Icon name="check" small />
              <span className="grow">{one.does}</span>
              <span className="help">waits</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

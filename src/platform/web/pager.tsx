import { useEffect, useRef } from 'react'
import { Button } from '#platform/web/button.tsx'

/** Loads the next page when the end of the list comes into sight, and by a press. */
export function Pager({ hasMore, loading, onMore }: { hasMore: boolean; loading: boolean; onMore(): void }) {
  const end = useRef<HTMLDivElement>(null)
  const more = useRef(onMore)
  more.current = onMore
  useEffect(() => {
    const element = end.current
    if (!element || !hasMore || loading) return
    const watcher = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && more.current(),
      { rootMargin: '400px' },
    )
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [hasMore, loading])
  if (!hasMore) return null
  return (
    <div ref={end} className="px-5 py-3">
      <Button kind="ghost" busy={loading} onClick={onMore}>
        {loading ? 'Loading more' : 'Show more'}
      </Button>
    </div>
  )
}
